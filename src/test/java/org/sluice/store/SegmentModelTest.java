package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Whatever is done with a log, and in whatever order: it is what a map would be, and after a crash nothing is missing. */
class SegmentModelTest {
    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("segments");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        SegmentModel.delete(folder);
    }

    private interface Step {
        void run(SegmentModel model) throws IOException, InterruptedException;
    }

    private static Transformer<SegmentModel> step(String name, Step step) {
        return Transformer.mutate(name, model -> {
            try {
                step.run(model);
                model.check();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(name, e);
            }
        });
    }

    private static Action.Independent<SegmentModel> action(Arbitrary<Transformer<SegmentModel>> transformer) {
        return () -> transformer;
    }

    private static Action.Independent<SegmentModel> action(String name, Step step) {
        return action(Arbitraries.just(step(name, step)));
    }

    private interface AtOne {
        void run(SegmentModel model, String destination) throws IOException, InterruptedException;
    }

    private static Action.Independent<SegmentModel> atOne(String name, AtOne step) {
        return action(Arbitraries.of(SegmentModel.DESTINATIONS)
                .map(destination -> step(name + " " + destination, model -> step.run(model, destination))));
    }

    private static Arbitrary<List<String>> some() {
        return Arbitraries.of(List.of("archive"), List.of("mirror"), SegmentModel.DESTINATIONS);
    }

    /** Some are longer than a segment takes. */
    private static Arbitrary<Integer> size() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 20_000)),
                Tuple.of(1, Arbitraries.integers().between(30_000, 60_000)));
    }

    @Provide
    Arbitrary<ActionChain<SegmentModel>> chains() {
        return ActionChain.<SegmentModel>startWith(() -> new SegmentModel(folder))
                .withAction(
                        6,
                        action(Combinators.combine(some(), size())
                                .as((whom, size) ->
                                        step("commit " + size + " to " + whom, model -> model.commit(whom, size)))))
                .withAction(
                        2,
                        action(Combinators.combine(some(), size())
                                .as((whom, size) -> step(
                                        "original of " + size + " to " + whom,
                                        model -> model.commitOriginal(whom, size)))))
                .withAction(
                        2,
                        action(Combinators.combine(size(), size(), Arbitraries.of(true, false))
                                .as((one, two, both) -> step(
                                        "two of " + one + " and " + two + (both ? "" : ", one is given up"),
                                        model -> model.commitTwo(one, two, both)))))
                .withAction(9, atOne("deliver", SegmentModel::deliver))
                .withAction(2, atOne("put back", SegmentModel::putBack))
                .withAction(1, atOne("hold", SegmentModel::hold))
                .withAction(1, atOne("release", SegmentModel::release))
                .withAction(1, action("move out", SegmentModel::moveOut))
                .withAction(1, action("restart", SegmentModel::restart))
                .withAction(1, action("kill", SegmentModel::kill))
                .withAction(
                        1,
                        action(Arbitraries.of(ForgetfulDisk.Loss.values())
                                .map(loss -> step("power fails, " + loss, model -> model.powerFails(loss)))))
                .withMaxTransformations(50);
    }

    private static void run(ActionChain<SegmentModel> chain) {
        SegmentModel last = chain.run();
        assertThat(chain.transformations()).isNotEmpty();
        last.end();
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void aLogIsWhatAMapIs(@ForAll("chains") ActionChain<SegmentModel> chain) {
        run(chain);
    }

    @Tag("heavy")
    @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
    void aLogIsWhatAMapIsForLong(@ForAll("chains") ActionChain<SegmentModel> chain) {
        run(chain);
    }
}

package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.Engine;
import org.sluice.net.Engines;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.NormalizedClient;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.Roles;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreHandler;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** Which engine a node runs with, and what it says when it cannot have the one that is named. */
class EngineChoiceTest {
    private final Path folder;

    EngineChoiceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Another engine, of this package alone: it hears and calls with our own, and does nothing beyond what each must. */
    private static final class Borrowed implements Engine {
        private final Queue<String> used = new ConcurrentLinkedQueue<>();

        @Override
        public String name() {
            return "dcm4che";
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Listener listen(
                ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
                throws IOException {
            used.add("listen");
            return TestEngine.ENGINE.listen(options, policy, handler, events);
        }

        @Override
        public StoreClient connect(StoreClientOptions options, List<PresentationContextProposal> proposals)
                throws IOException {
            if (!used.contains("refused")) {
                used.add("refused");
                throw new AssociationException(
                        AssociationException.Kind.TIMED_OUT,
                        "no answer yet",
                        Optional.empty(),
                        new IOException("late"));
            }
            used.add("connect");
            return TestEngine.ENGINE.connect(options, proposals);
        }

        @Override
        public StoreClient connectAs(StoreClientOptions options, List<ProposedContext> proposed) throws IOException {
            used.add("connectAs");
            return TestEngine.ENGINE.connectAs(options, proposed);
        }

        @Override
        public NormalizedClient connect(
                StoreClientOptions options, String sopClassUid, Roles role, NormalizedHandler handler)
                throws IOException {
            used.add("connect " + sopClassUid);
            return TestEngine.ENGINE.connect(options, sopClassUid, role, handler);
        }
    }

    private Node start(Engines engines, String engine, String route, String destination, String more) throws Exception {
        Path recipe = Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE);
        return Node.start(
                ConfigLoader.parse(
                        new SourceText("test.yaml", """
                listen: [{ port: 0 }]
                engine: %s
                routes:
                  - { ae: SLUICE, recipe: "%s", to: [archive]%s }
                destinations:
                  archive: %s
                data: "%s/var"
                quarantine: "%5$s/quarantine"
                retry: { first: 10 ms, most: 20 ms }
                %6$s
                """.formatted(engine, recipe, route, destination, folder, more))),
                engines);
    }

    private List<String> refusal(Engines engines, String engine, String route, String destination, String more) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> start(engines, engine, route, destination, more)
                        .close());
        return refused.problems().stream().map(Problem::toString).toList();
    }

    private static String archive(int port, String keys) {
        return "{ ae: ARCHIVE, host: 127.0.0.1, port: " + port + keys + " }";
    }

    @Test
    void oneThatIsNotInTheBuildIsToldAtItsKeyWithItsProfileAndThoseThatAre() {
        Engines ours = Engines.of(TestEngine.ENGINE);

        assertThat(refusal(ours, "dcm4che", "", archive(FreePort.number(), ""), ""))
                .singleElement()
                .asString()
                .contains("test.yaml", "2", "engine: dcm4che is not in this build", "-Pdcm4che", "Found: sluice");
    }

    @Test
    void aNameThatIsNoEnginesIsAMistakeOfTheFile() {
        assertThat(refusal(Engines.of(TestEngine.ENGINE), "dcm4chee", "", archive(FreePort.number(), ""), ""))
                .singleElement()
                .asString()
                .contains("engine: expected", "sluice", "dcm4che", "found \"dcm4chee\"");
    }

    @Test
    void whatAnEngineCannotDoIsRefusedAtTheKeyThatAsksForIt() {
        List<String> problems = refusal(
                Engines.of(new Borrowed()),
                "dcm4che",
                ", commitment: answer",
                archive(FreePort.number(), ", window: 8, common-extended: true"),
                "limits: { associations-per-source: 3 }");

        assertThat(problems)
                .anyMatch(problem -> problem.contains("commitment: the engine dcm4che cannot do this"))
                .anyMatch(problem ->
                        problem.contains("window: the engine dcm4che cannot do this; one that sends several"))
                .anyMatch(problem -> problem.contains("common-extended: the engine dcm4che cannot do this"))
                .anyMatch(problem -> problem.contains("associations-per-source: the engine dcm4che cannot do this"))
                .hasSize(4);
    }

    @Test
    void aNodeHearsAndCallsWithTheEngineThatIsNamedAndNoOther() throws Exception {
        Borrowed borrowed = new Borrowed();
        try (ListeningArchive archive = ListeningArchive.on(0);
                Node node = start(
                        Engines.of(TestEngine.ENGINE, borrowed), "dcm4che", "", archive(archive.port(), ""), "")) {
            new ExactSender(node.addresses().get(0).getPort()).send(GeneratedInstance.ct(1));
            Await.untilNoneIsLeft(() -> node.waiting("archive"), Duration.ofSeconds(30), "instances");
            assertThat(archive.requested()).hasSize(1);
        }
        assertThat(borrowed.used).containsExactly("listen", "refused", "connect");
    }

    @Test
    void withCutThroughTheArchiveIsCalledWithItToo() throws Exception {
        Borrowed borrowed = new Borrowed();
        try (ListeningArchive archive = ListeningArchive.on(0);
                Node node = start(
                        Engines.of(borrowed), "dcm4che", ", deliver: cut-through", archive(archive.port(), ""), "")) {
            new ExactSender(node.addresses().get(0).getPort()).send(GeneratedInstance.ct(1));
        }
        assertThat(borrowed.used).containsExactly("listen", "connectAs");
    }
}

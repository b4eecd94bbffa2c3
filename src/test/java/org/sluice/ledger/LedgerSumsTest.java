package org.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.sluice.ledger.LedgerView.Selection;
import org.sluice.ledger.LedgerView.Sum;

/** Whatever is said of instances, in whatever order and portions: the sums of the ledger are those of a map. */
class LedgerSumsTest {
    private static final List<String> DESTINATIONS = List.of("archive", "research");

    /** One thing that happens to the ledger. */
    sealed interface Step {
        /** Somebody says something of an instance. */
        record Said(int instance, int destination, InstanceState fate, boolean first) implements Step {}

        /** What was said is written. */
        record Written() implements Step {}

        /** The node is killed between two writings, and starts again. */
        record Killed() implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> said = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(InstanceState.class),
                        Arbitraries.of(true, false))
                .as(Step.Said::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(12, said),
                        Tuple.of(3, Arbitraries.just((Step) new Step.Written())),
                        Tuple.of(1, Arbitraries.just((Step) new Step.Killed())))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 25)
    void theSumsAreThoseOfAMap(@ForAll("steps") List<Step> steps) throws IOException {
        Path data = Files.createTempDirectory("ledger");
        Map<Receipt.Key, InstanceState> written = new HashMap<>();
        Map<Receipt.Key, InstanceState> said = new HashMap<>();
        Batch batch = new Batch();
        try {
            LedgerStore ledger = SqliteLedger.open(data);
            for (Step step : steps) {
                if (step instanceof Step.Said one) {
                    say(one, batch, said);
                } else if (step instanceof Step.Written) {
                    ledger.write(batch.postings(), 1);
                    batch.clear();
                    written = new HashMap<>(said);
                } else {
                    batch.clear(); // lost, as far as the ledger knows
                    said = new HashMap<>(written);
                    ledger.close();
                    ledger = SqliteLedger.open(data);
                }
            }
            ledger.write(batch.postings(), 1);
            compare(data, said);
            ledger.close();
        } finally {
            remove(data);
        }
    }

    private static void say(Step.Said one, Batch batch, Map<Receipt.Key, InstanceState> model) {
        Receipt receipt = receipt(one.instance());
        String destination = DESTINATIONS.get(one.destination());
        batch.add(new Batch.Change(receipt, List.of(destination), one.fate(), one.first(), 7));
        if (one.first()) {
            model.putIfAbsent(receipt.key(destination), one.fate());
        } else {
            model.put(receipt.key(destination), one.fate());
        }
    }

    private static void compare(Path data, Map<Receipt.Key, InstanceState> model) throws IOException {
        try (LedgerView view = LedgerView.open(data)) {
            List<Sum> sums = view.sums(Selection.since(0));
            for (String destination : DESTINATIONS) {
                Map<InstanceState, Long> counts = sums.stream()
                        .filter(sum -> sum.destination().equals(destination))
                        .findFirst()
                        .map(Sum::counts)
                        .orElse(Map.of());
                Map<InstanceState, Long> expected = new HashMap<>();
                model.forEach((key, fate) -> {
                    if (key.destination().equals(destination)) {
                        expected.merge(fate, 1L, Long::sum);
                    }
                });
                assertThat(counts).isEqualTo(expected);
            }
            assertThat(sums.stream().mapToLong(Sum::received).sum()).isEqualTo(model.size());
            assertThat(view.entries(Selection.since(0), 1000)).hasSize(model.size());
        }
    }

    private static Receipt receipt(int instance) {
        return new Receipt(1000 + instance, "a0000" + instance, "SLUICE", "CT1", "1.2." + instance, "1.2.3", 100);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

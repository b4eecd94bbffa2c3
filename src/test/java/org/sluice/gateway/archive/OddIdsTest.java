package org.sluice.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.net.ProposedContext;

/** The ids under which an archive is asked about the contexts of a modality: PS3.8 9.3.2.2. */
class OddIdsTest {
    private static ProposedContext context(int id) {
        return new ProposedContext(id, "1.2.3", List.of("1.2.840.10008.1.2"));
    }

    @Test
    void oddIdsStayAndEvenOnesGetTheFirstThatAreFree() {
        Map<Integer, ProposedContext> asked =
                ArchiveLink.underOddIds(List.of(context(1), context(2), context(5), context(4)));

        assertThat(asked)
                .containsExactly(
                        Map.entry(1, context(1)),
                        Map.entry(2, context(3)),
                        Map.entry(5, context(5)),
                        Map.entry(4, context(7)));
    }

    @Test
    void ofMoreContextsThanThereAreOddIdsTheLastEvenOnesAreNotAskedAbout() {
        List<ProposedContext> all =
                IntStream.rangeClosed(1, 255).mapToObj(OddIdsTest::context).toList();

        Map<Integer, ProposedContext> asked = ArchiveLink.underOddIds(all);

        assertThat(asked.keySet()).hasSize(128).allMatch(id -> id % 2 == 1);
    }
}

package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.text.SourceText;

/** How much of the heap headers may take: given or not, never so much that they could end the node. */
class HeaderMemoryTest {
    private static final int MIB = 1 << 20;
    private static final long HEAP = Runtime.getRuntime().maxMemory();
    private static final long MOST = LimitsConfig.mostOf(HEAP) >> 10;

    @Test
    void asMuchAsFitsIntoTheHeapIsTaken() throws ConfigException {
        assertThat(limits("{ header-size: 1 MiB, header-memory: " + MOST + " KiB }")
                        .headerMemory())
                .isEqualTo(MOST << 10);
    }

    @Test
    void moreThanFitsIsRefusedWithItsPlaceTheHeapAndTheLargestThatFits() {
        long given = MOST + 1;
        assertThatThrownBy(() -> limits("{ header-size: 1 MiB, header-memory: " + given + " KiB }"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "sluice.yaml:3:46: error: header-memory: expected at most %d KiB, which is 17/32 of a heap of %d MiB,"
                                        .formatted(MOST, HEAP >> 20)
                                + " found \"%d KiB\"; set -Xmx%dm or more, or a smaller header-memory"
                                        .formatted(given, (LimitsConfig.heapFor(given << 10) / 8 * 9 >> 20) + 1));
    }

    @Test
    void aHeaderSizeThatDoesNotFitIsSaidBesideIt() {
        long header = MOST / 2 + 1;
        assertThatThrownBy(() -> limits("{ header-size: " + header + " KiB, header-memory: 1000 GiB }"))
                .isInstanceOfSatisfying(ConfigException.class, refused -> assertThat(refused.problems())
                        .extracting(problem -> problem.message().split(":")[0])
                        .containsExactly("limits", "header-memory"));
    }

    /** The smallest heap for the standard header size, that of conf/jvm.options, and large ones. */
    @ParameterizedTest
    @ValueSource(longs = {61, 64, 192, 2048, 65_536})
    void withoutItAShareOfTheHeapIsTakenThatFits(long heap) {
        long memory = LimitsConfig.memoryFor(16 * MIB, heap * MIB);
        assertThat(memory).isBetween(LimitsConfig.leastFor(16 * MIB), LimitsConfig.mostOf(heap * MIB));
        assertThat(LimitsConfig.heapFor(memory)).isLessThanOrEqualTo(heap * MIB);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2 * 16 * MIB, 104_857_601, 3L << 30})
    void theHeapThatIsAskedForIsLargeEnough(long memory) {
        assertThat(LimitsConfig.mostOf(LimitsConfig.heapFor(memory))).isGreaterThanOrEqualTo(memory);
    }

    private static LimitsConfig limits(String limits) throws ConfigException {
        String text = """
                listen: [{ port: 11112 }]
                routes: [{ ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [archive] }]
                limits: %s
                destinations: { archive: { ae: ARCHIVE, host: pacs, port: 104 } }
                """.formatted(limits);
        return ConfigLoader.parse(new SourceText("sluice.yaml", text)).limits();
    }
}

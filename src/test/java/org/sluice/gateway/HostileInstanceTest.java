package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.net.AssociationException;
import org.sluice.net.BodyWriter;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Syntax;

/** Data sets made to exhaust the node: each is refused with the right status, and disturbs nobody else. */
class HostileInstanceTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final int MIB = 1 << 20;

    /** How many instances an honest sender gets through while something hostile is under way. */
    private static final int HONEST = 20;

    private final Path folder;

    HostileInstanceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of("10,000 nested sequences", Bombs.nested(10_000), Syntax.EXPLICIT_LITTLE_ENDIAN),
                Arguments.of("a million elements", Bombs.elements("1.2.3", 1_000_000), Syntax.EXPLICIT_LITTLE_ENDIAN),
                Arguments.of(
                        "a text larger than a header", Bombs.text("1.2.3", 17 * MIB), Syntax.EXPLICIT_LITTLE_ENDIAN),
                Arguments.of(
                        "a text deflated a thousandfold",
                        Bombs.deflatedText(64 * MIB),
                        Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN),
                Arguments.of(
                        "pixels deflated a thousandfold",
                        Bombs.deflatedPixels(256 * MIB),
                        Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aBombIsAnsweredOutOfResourcesAndTheNextInstanceIsStored(String name, BodyWriter bomb, Syntax syntax)
            throws IOException {
        Path honest = GeneratedInstance.mr(1).writeTo(folder.resolve("mr.dcm"));
        try (RunningNode node = RunningNode.limited(folder, RunningNode.COOKIE_RECIPE, "instance-size: 128 MiB");
                StoreClient client = connect(node, syntax)) {
            assertThat(store(client, "1.2.3", syntax, bomb)).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(new ExactSender(node.port()).send(GeneratedInstance.mr(1), honest))
                    .isEqualTo(StoreAnswer.SUCCESS);
            assertThat(node.meter("sluice_instances_refused_total{route=\"SLUICE\"}"))
                    .isOne();
            assertThat(node.meter("sluice_header_memory_bytes")).isZero();
        }
    }

    static Stream<Arguments> endless() {
        return Stream.of(
                Arguments.of("items of a sequence without end", Bombs.itemsWithoutEnd()),
                Arguments.of("pixel data without end", Bombs.pixelsWithoutEnd()));
    }

    /** Also when it was refused long ago: the header is too large after 16 MiB, the rest is only dropped. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("endless")
    void aDataSetThatNeverEndsIsAborted(String name, BodyWriter endless) throws IOException {
        try (RunningNode node = RunningNode.limited(folder, RunningNode.COOKIE_RECIPE, "instance-size: 64 MiB")) {
            StoreClient client = connect(node, Syntax.EXPLICIT_LITTLE_ENDIAN);
            assertThatThrownBy(() -> store(client, "1.2.3", Syntax.EXPLICIT_LITTLE_ENDIAN, endless))
                    .isInstanceOf(AssociationException.class);
            Await.until(
                    () -> node.meter("sluice_associations_aborted_total{reason=\"aborted\"}") == 1, SOON, "the abort");
            assertThat(RunningNode.files(folder.resolve("var"), ".dcm")).isEmpty();
            assertThat(node.meter("sluice_header_memory_bytes")).isZero();
        }
    }

    /** Three take all the memory and hold it: the fourth is told to come again, the honest do not notice. */
    @Test
    void headersThatTakeAllTheMemoryLeaveTheOthersAlone() throws Exception {
        String limits = "header-size: 4 MiB, header-memory: 26 MiB";
        CountDownLatch enough = new CountDownLatch(1);
        ExecutorService hostile = Executors.newCachedThreadPool();
        try (RunningNode node = RunningNode.limited(folder, RunningNode.COOKIE_RECIPE, limits)) {
            List<Future<Integer>> holding = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String uid = "1.2.3." + i;
                holding.add(hostile.submit(() -> storeInTwoParts(node, uid, enough)));
            }
            Await.until(() -> node.meter("sluice_header_memory_bytes") > 24 * MIB, SOON, "all three to take 8 MiB");
            try (StoreClient client = connect(node, Syntax.EXPLICIT_LITTLE_ENDIAN)) {
                assertThat(store(client, "1.2.4", Syntax.EXPLICIT_LITTLE_ENDIAN, Bombs.text("1.2.4", 3 * MIB)))
                        .isEqualTo(Status.OUT_OF_RESOURCES);
            }
            for (int i = 0; i < HONEST; i++) {
                assertThat(new ExactSender(node.port()).send(GeneratedInstance.mr(i)))
                        .isEqualTo(StoreAnswer.SUCCESS);
            }
            assertThat(node.meter("sluice_header_memory_bytes")).isGreaterThan(16 * MIB);
            enough.countDown();
            for (Future<Integer> answer : holding) {
                assertThat(answer.get()).isEqualTo(Status.SUCCESS);
            }
            assertThat(node.meter("sluice_header_memory_bytes")).isZero();
            try (StoreClient client = connect(node, Syntax.EXPLICIT_LITTLE_ENDIAN)) {
                assertThat(store(client, "1.2.4", Syntax.EXPLICIT_LITTLE_ENDIAN, Bombs.text("1.2.4", 3 * MIB)))
                        .isEqualTo(Status.SUCCESS);
            }
        } finally {
            enough.countDown();
            hostile.shutdownNow();
        }
    }

    /** A header of 3 MiB, whose last element waits for the latch. */
    private static int storeInTwoParts(RunningNode node, String uid, CountDownLatch enough) throws IOException {
        try (StoreClient client = connect(node, Syntax.EXPLICIT_LITTLE_ENDIAN)) {
            return store(client, uid, Syntax.EXPLICIT_LITTLE_ENDIAN, sink -> {
                Bombs.text(uid, 3 * MIB).writeTo(sink);
                try {
                    enough.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                sink.write(ByteBuffer.wrap(new byte[] {9, 0, 0x10, 0, 'L', 'O', 0, 0}));
            });
        }
    }

    private static StoreClient connect(RunningNode node, Syntax syntax) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
        return TestEngine.ENGINE.connect(
                StoreClientOptions.of(address, "HOSTILE", "SLUICE"),
                List.of(PresentationContextProposal.of(CT, syntax.uid())));
    }

    private static int store(StoreClient client, String uid, Syntax syntax, BodyWriter writer) throws IOException {
        return client.store(StoreCommand.of(CT, uid, syntax.uid()), writer).status();
    }
}

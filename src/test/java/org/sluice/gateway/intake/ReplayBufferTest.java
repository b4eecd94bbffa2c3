package org.sluice.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.store.Incoming;
import org.sluice.store.Quarantine;

class ReplayBufferTest {
    private final ReplayMemory memory = new ReplayMemory();
    private final Quarantine store;
    private int begun;

    ReplayBufferTest(@TempDir Path folder) throws IOException {
        store = Quarantine.open(folder.resolve("store"));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private Incoming begin() throws IOException {
        begun++;
        return store.begin(ByteBuffer.allocate(0));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Writes it in pieces of all sizes. */
    private static void write(ReplayBuffer beside, byte[] bytes) throws IOException {
        for (int at = 0, piece = 1; at < bytes.length; at += piece, piece = Math.min(2 * piece, 100_000)) {
            beside.write(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }
    }

    private static byte[] content(Incoming file) throws IOException {
        try (SeekableByteChannel channel = file.reread(0)) {
            return Channels.newInputStream(channel).readAllBytes();
        }
    }

    @Test
    void whatIsNotLongNeedsNoFile() throws IOException {
        try (ReplayBuffer beside = new ReplayBuffer(memory, this::begin)) {
            write(beside, random(ReplayMemory.SIZE));
        }
        assertThat(begun).isZero();
    }

    @Test
    void whatIsInMemoryIsInTheFileWhenItIsNeeded() throws IOException {
        byte[] bytes = random(ReplayMemory.SIZE / 2);
        try (ReplayBuffer beside = new ReplayBuffer(memory, this::begin)) {
            write(beside, bytes);
            assertThat(content(beside.file())).isEqualTo(bytes);
            write(beside, bytes);
            assertThat(content(beside.file())).hasSize(2 * bytes.length).endsWith(bytes);
        }
        assertThat(begun).isOne();
    }

    @Test
    void whatIsLongGoesOnInTheFile() throws IOException {
        byte[] bytes = random(3 * ReplayMemory.SIZE + 1);
        try (ReplayBuffer beside = new ReplayBuffer(memory, this::begin)) {
            write(beside, bytes);
            assertThat(begun).isOne();
            assertThat(content(beside.file())).isEqualTo(bytes);
        }
    }

    @Test
    void withoutRoomTheFileIsBegunAtOnceAndRoomIsGivenBack() throws IOException {
        byte[] bytes = random(1000);
        for (int round = 0; round < 2; round++) {
            List<ReplayBuffer> all = new ArrayList<>();
            begun = 0;
            for (int i = 0; i <= ReplayMemory.MOST; i++) {
                ReplayBuffer beside = new ReplayBuffer(memory, this::begin);
                all.add(beside);
                write(beside, bytes);
            }
            assertThat(begun).isOne();
            for (ReplayBuffer beside : all) {
                assertThat(content(beside.file())).isEqualTo(bytes);
                beside.close();
            }
        }
    }

    @Test
    void roomHoldsNothingOfTheInstanceBefore() throws IOException {
        byte[] bytes = random(1000);
        try (ReplayBuffer beside = new ReplayBuffer(memory, this::begin)) {
            write(beside, bytes);
        }
        try (ReplayBuffer beside = new ReplayBuffer(memory, this::begin)) {
            write(beside, Arrays.copyOf(bytes, 10));
            assertThat(content(beside.file())).hasSize(10);
        }
    }

    /** Half an instance must never be committed. */
    @Test
    void afterAFailureThereIsNoFile() throws IOException {
        List<IOException> full = new ArrayList<>(List.of(new IOException("no space left on device")));
        ReplayBuffer.Start onceFull = () -> {
            if (!full.isEmpty()) {
                throw full.remove(0);
            }
            return begin();
        };
        try (ReplayBuffer beside = new ReplayBuffer(memory, onceFull)) {
            write(beside, random(1000));
            assertThatThrownBy(() -> write(beside, random(2 * ReplayMemory.SIZE)))
                    .hasMessageContaining("no space");
            assertThatThrownBy(beside::file).hasMessageContaining("a write has failed");
            assertThatThrownBy(() -> write(beside, random(1))).hasMessageContaining("a write has failed");
        }
        assertThat(begun).isZero();
    }
}

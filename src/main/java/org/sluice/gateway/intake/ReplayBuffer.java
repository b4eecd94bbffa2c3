package org.sluice.gateway.intake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.sluice.store.Incoming;

/**
 * What has been sent of an instance while the archive may still fail: in memory as long as there is room, then in a file
 * of the spool. Nearly always the archive takes the instance, and of a usual one nothing has touched the disk. One
 * thread at a time.
 */
final class ReplayBuffer implements Closeable {

    /** Begins the file when it turns out to be needed. */
    @FunctionalInterface
    interface Start {
        Incoming begin() throws IOException;
    }

    private final ReplayMemory memory;
    private final Start start;
    private Optional<ByteBuffer> room;
    private Optional<Incoming> file = Optional.empty();
    private long dataSetAt;
    /** Something of it is missing, or will be unless the operation under way succeeds. */
    private boolean broken;

    ReplayBuffer(ReplayMemory memory, Start start) {
        this.memory = memory;
        this.start = start;
        this.room = memory.take();
    }

    /**
     * Keeps all bytes that remain in the buffer.
     *
     * @throws IOException the disk is full or failing; there will be no file then
     */
    void write(ByteBuffer bytes) throws IOException {
        if (!broken && room.isPresent() && room.get().remaining() >= bytes.remaining()) {
            room.get().put(bytes);
            return;
        }
        Incoming into = file();
        broken = true;
        into.write(bytes);
        broken = false;
    }

    /**
     * A file with all that was written, to be committed or written on; it is closed with this.
     *
     * @throws IOException the disk is full or failing, or was before
     */
    Incoming file() throws IOException {
        if (broken) {
            throw new IOException("cannot keep an instance of which a write has failed");
        }
        if (file.isEmpty()) {
            broken = true;
            file = Optional.of(start.begin());
            dataSetAt = file.get().length();
            if (room.isPresent()) {
                file.get().write(room.get().flip());
            }
            giveBack();
            broken = false;
        }
        return file.get();
    }

    /** Where in {@link #file} the data set begins. */
    long dataSetAt() {
        return dataSetAt;
    }

    private void giveBack() {
        room.ifPresent(memory::giveBack);
        room = Optional.empty();
    }

    /** Keeps nothing of it but what was committed. */
    @Override
    public void close() throws IOException {
        giveBack();
        if (file.isPresent()) {
            file.get().close();
        }
    }
}

package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.sluice.dataset.ByteSink;
import org.sluice.store.Incoming;

/** Moves the bytes of files through one direct buffer. */
final class FileBytes {
    private static final int BUFFER_SIZE = 256 << 10;

    private FileBytes() {}

    /** Copies what has been written of an instance, from a byte on. */
    static void copy(Incoming written, long from, ByteSink to) throws IOException {
        try (FileChannel file = written.reread(from)) {
            copy(file, ByteBuffer.allocateDirect(BUFFER_SIZE), to);
        }
    }

    /** Copies from the file's position to its end; returns how many bytes that were. */
    static long copy(FileChannel file, ByteBuffer buffer, ByteSink to) throws IOException {
        long start = file.position();
        while (file.read(buffer.clear()) >= 0) {
            to.write(buffer.flip());
        }
        return file.position() - start;
    }

    /** A direct buffer for {@link #copy(FileChannel, ByteBuffer, ByteSink)}, to be used again and again. */
    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER_SIZE);
    }
}

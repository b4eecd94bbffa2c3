package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Part10;
import org.sluice.store.Incoming;
import org.sluice.text.Implementation;

/** The bytes of files with instances: how ours begin, and how they move through one direct buffer. */
public final class FileBytes {
    private static final int BUFFER_SIZE = 256 << 10;

    private FileBytes() {}

    /** How a file begins that we write: it says who wrote it and what it holds, and nothing of where that came from. */
    public static byte[] beginning(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        FileMeta meta = new FileMeta(
                sopClassUid,
                sopInstanceUid,
                transferSyntaxUid,
                Implementation.CLASS_UID,
                Implementation.VERSION_NAME,
                Optional.empty());
        return Part10.beginning(new HeaderEdit(meta.header()));
    }

    /** Copies what has been written of an instance, from a byte on. */
    public static void copy(Incoming written, long from, ByteSink to) throws IOException {
        try (ReadableByteChannel file = written.reread(from)) {
            copy(file, ByteBuffer.allocateDirect(BUFFER_SIZE), to);
        }
    }

    /** Copies all that is to come; returns how many bytes that were. */
    public static long copy(ReadableByteChannel from, ByteBuffer buffer, ByteSink to) throws IOException {
        long copied = 0;
        for (int count = from.read(buffer.clear()); count >= 0; count = from.read(buffer.clear())) {
            to.write(buffer.flip());
            copied += count;
        }
        return copied;
    }

    /** A direct buffer for {@link #copy(ReadableByteChannel, ByteBuffer, ByteSink)}, to be used again and again. */
    public static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER_SIZE);
    }
}

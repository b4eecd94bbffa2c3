package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of an instance, wherever they lie: in a file of their own, or in stretches of a segment. */
interface SpoolBytes extends Closeable {
    /** None at all. */
    SpoolBytes NONE = new SpoolBytes() {
        @Override
        public int read(ByteBuffer into, long at) {
            return -1;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /**
     * Reads some bytes from a place on.
     *
     * @return how many; -1 at the end
     */
    int read(ByteBuffer into, long at) throws IOException;

    /** How many bytes there are. */
    long size() throws IOException;

    /** Those of a file. */
    static SpoolBytes of(Path file) throws IOException {
        return of(FileChannel.open(file, StandardOpenOption.READ));
    }

    /** Those of a file, which is taken over. */
    static SpoolBytes of(FileChannel file) {
        return new SpoolBytes() {
            @Override
            public int read(ByteBuffer into, long at) throws IOException {
                return file.read(into, at);
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    /** Fills the buffer from a place on, as far as there are bytes; false when they end before. */
    default boolean fill(ByteBuffer into, long at) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (read(into, at + into.position() - start) < 0) {
                return false;
            }
        }
        return true;
    }
}

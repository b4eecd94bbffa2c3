package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Every change the stores make to a file system, so that tests can fail each one or stop the world before it. Reading
 * needs no such care and uses {@link java.nio.file.Files}.
 */
interface Disk {

    /** Creates the directory (0700) unless it is there; its parent must exist. */
    void createDirectory(Path directory) throws IOException;

    /** Creates a file (0600) that must not exist. */
    OutputFile create(Path file) throws IOException;

    /** Opens a file that is there and empty. */
    OutputFile open(Path file) throws IOException;

    /** Opens a file for appending; creates it (0600) if need be. */
    OutputFile append(Path file) throws IOException;

    /** Opens a file that is written at any place; creates it (0600) if need be. */
    PlacedFile place(Path file) throws IOException;

    /** Makes {@code link} a second name of {@code existing}; fails if {@code link} exists. */
    void link(Path existing, Path link) throws IOException;

    /** Moves a file within the file system, atomically. */
    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /** Returns when all names that were put into the directory before are on the disk. */
    void syncDirectory(Path directory) throws IOException;

    /** A file that is being written, at its end. One thread at a time. */
    interface OutputFile extends Closeable {

        /** Writes all that remains in the buffers, in order. */
        void write(ByteBuffer... buffers) throws IOException;

        /** Writes over what stands at the beginning; the next {@link #write} goes on at the end all the same. */
        void overwriteBeginning(ByteBuffer bytes) throws IOException;

        /** Returns when all that was written is on the disk, the file's length included. */
        void force() throws IOException;

        long length() throws IOException;

        void truncate(long length) throws IOException;
    }

    /** A file that is read and written at any place, by any number of threads. */
    interface PlacedFile extends SpoolBytes {

        /** Writes all that remains in the buffer from a place on. */
        void write(long at, ByteBuffer bytes) throws IOException;

        /** Returns when all that was written before is on the disk, the file's length included. */
        void force() throws IOException;

        void truncate(long length) throws IOException;
    }
}

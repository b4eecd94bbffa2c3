package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Changes bulk values as they pass a {@link TailEditor}, which never holds them. For one thread. */
public interface BulkEditor {
    /** The length of a value that comes in fragments, PS3.5 A.4. */
    long FRAGMENTS = -1;

    /** Lets every value pass as it comes. */
    BulkEditor NONE = new BulkEditor() {
        @Override
        public Optional<Passing> begin(int tag, Vr vr, long length) {
            return Optional.empty();
        }

        @Override
        public void end() {}
    };

    /**
     * Asked when a value begins that stays as far as the recipe goes.
     *
     * @param length of the value in bytes, or {@link #FRAGMENTS}
     * @return who takes the value, or empty to let it pass
     * @throws DataSetException the data set must not go on
     */
    Optional<Passing> begin(int tag, Vr vr, long length) throws DataSetException;

    /**
     * The data set has ended.
     *
     * @throws DataSetException it lacks what was to be changed
     */
    void end() throws DataSetException;

    /**
     * The head of an element whose value becomes another.
     *
     * @param length of what is written in its place, in bytes: even, at most FFFFFFFEH
     */
    record Head(Vr vr, long length) {}

    /** One value on its way. */
    interface Passing {
        /** The head to be written for the element; empty for the one that came. Asked once, before anything else. */
        default Optional<Head> head() {
            return Optional.empty();
        }

        /** A fragment of so many bytes begins, whose item head is not written. */
        void fragment(long length) throws DataSetException;

        /** Takes the next bytes of the value or of the fragment; may write into them. */
        void accept(ByteBuffer bytes, ByteSink out) throws IOException, DataSetException;

        /** The value has ended: writes what is still to be written, of fragments also the delimiter behind the last. */
        void end(ByteSink out) throws IOException, DataSetException;
    }
}

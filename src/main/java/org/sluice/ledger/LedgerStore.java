package org.sluice.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where a ledger is kept: the seam behind which a database is. Each method is one transaction, all of it or nothing. One thread
 * at a time; others may read meanwhile.
 */
interface LedgerStore extends Closeable {

    /**
     * What an earlier run has left.
     *
     * @param fresh there was no ledger yet
     * @param clean it was closed with all that was said to it, and in line with the files
     * @param knownUntil until when nothing can be missing, in milliseconds since 1970
     */
    record LastRun(boolean fresh, boolean clean, long knownUntil) {}

    /**
     * Something to write down.
     *
     * @param settles whether it stands whatever was known before; if not, it stands unless something was known
     */
    record Posting(Entry entry, boolean settles) {}

    LastRun lastRun();

    /** Writes what was said. */
    void write(Collection<Posting> postings, long at) throws IOException;

    /**
     * Writes what was found in files, where nothing is known or something else has been known since before a time.
     *
     * @return how many entries are other than they were
     */
    int correct(Collection<Entry> found, long before) throws IOException;

    /**
     * Settles what waits or is held and was not found in any file, if it has been so since before a time.
     *
     * @param found the {@linkplain Receipt.Key#mark marks} of what was found
     * @param dropped which of them a person has dropped
     * @param otherwise what became of the others
     * @param unsure destinations of which not every file can be read; their entries stay
     * @return how many entries are other than they were
     */
    int settleMissing(
            Set<Long> found, Predicate<Entry> dropped, InstanceState otherwise, Set<String> unsure, long before)
            throws IOException;

    /** Writes that something was lost. */
    void note(Gap gap) throws IOException;

    /** Writes that something may be missing since then, in milliseconds since 1970, until it {@linkplain #inLine is not}. */
    void behindSince(long time) throws IOException;

    /** Writes that it was compared with the files. */
    void inLine() throws IOException;

    /**
     * Removes the oldest entries that are from before a time and of which nothing is kept any more, at most so many.
     *
     * @return how many
     */
    int removeBefore(long time, int most) throws IOException;

    /** How many entries there are, save some that were written long after they came; the first time it takes a moment with many. */
    long rows() throws IOException;

    /** Writes that nothing is missing. Nothing may be written any more then. */
    void closeCleanly() throws IOException;
}

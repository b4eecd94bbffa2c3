package org.sluice.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Takes down what it is told in memory, and writes it a moment later on a thread of its own: at most a second after it was said,
 * all of a moment in one transaction. When a disk is so slow that the memory for it is full, what is told then is lost; how much
 * is counted, the ledger says of which time not all is known, and it is brought in line with the files.
 *
 * <p>While it cannot be written at all the node goes on without it, and says so.
 */
public final class BufferedLedger implements Ledger, Closeable {
    /** Some seconds of a node at full speed; some MiB. */
    static final int MOST = 1 << 15;

    private static final Log LOG = Log.of(BufferedLedger.class);
    private static final long PAUSE = Duration.ofMillis(400).toNanos();
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(2).toNanos();
    private static final int AT_ONCE = 8192;
    private static final long LAST_WORDS_MS = 10_000;

    private final LedgerBook book;
    private final Queue<Batch.Change> buffer = new ConcurrentLinkedQueue<>();
    private final AtomicInteger buffered = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostSince = new AtomicLong();
    private final Batch batch = new Batch();
    private final Thread writer = new Thread(this::run, "ledger");
    private volatile long writing;
    private volatile boolean closing;
    private volatile String trouble = "";
    private volatile long rows;
    private long lostKnown;

    /** What is done with the ledger between two moments. */
    interface LedgerBook {
        /** Opens it, unless it is open. */
        LedgerStore store() throws IOException;

        /** Something was lost: it must be compared with the files. */
        void behind(LedgerStore store, long since) throws IOException;

        /** Does some of what need not be done at once; true if there is more. */
        boolean tidy(LedgerStore store) throws IOException;

        /** Closes it; {@code complete} says whether all that was said is written. */
        void close(boolean complete) throws IOException;
    }

    BufferedLedger(LedgerBook book) {
        this.book = book;
        writer.setDaemon(true);
    }

    /** Begins to write. */
    BufferedLedger start() {
        writer.start();
        return this;
    }

    @Override
    public void received(Receipt receipt, List<String> destinations, InstanceState fate) {
        add(new Batch.Change(receipt, destinations, fate, true, System.currentTimeMillis()));
    }

    @Override
    public void became(Receipt receipt, String destination, InstanceState fate) {
        add(new Batch.Change(receipt, List.of(destination), fate, false, System.currentTimeMillis()));
    }

    private void add(Batch.Change change) {
        int before = buffered.getAndIncrement();
        if (before >= MOST) {
            buffered.decrementAndGet();
            lostSince.compareAndSet(0, change.at());
            lost.incrementAndGet();
        } else {
            buffer.add(change);
            if (before == MOST / 2) {
                LockSupport.unpark(writer);
            }
        }
    }

    private void run() {
        while (!closing || buffered.get() > 0 || !batch.isEmpty()) {
            try {
                boolean more = work(book.store());
                if (!trouble.isEmpty()) {
                    LOG.info("the ledger is written again");
                    trouble = "";
                }
                pause(more ? 0 : PAUSE);
            } catch (IOException e) {
                say(OneLine.of(e));
            } catch (RuntimeException e) {
                say("internal fault " + OneLine.fault(e));
            }
            if (!trouble.isEmpty()) {
                if (closing) {
                    return;
                }
                pause(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void pause(long nanos) {
        if (nanos > 0 && !closing) {
            LockSupport.parkNanos(nanos);
        }
    }

    private void say(String why) {
        if (trouble.isEmpty()) {
            LOG.error("the ledger is not written, instances go on without it: {}", why);
        }
        trouble = why;
    }

    /** True when there is more to do at once. */
    private boolean work(LedgerStore store) throws IOException {
        drain();
        if (!batch.isEmpty()) {
            store.write(batch.postings(), System.currentTimeMillis());
            batch.clear();
        }
        writing = 0;
        long lostNow = lost.get();
        if (lostNow > lostKnown) {
            tellOfLost(store, lostNow);
        }
        boolean untidy = book.tidy(store);
        return untidy || buffered.get() > MOST / 4;
    }

    private void drain() {
        if (!batch.isEmpty()) {
            return; // could not be written; what comes later waits behind it
        }
        for (int i = 0; i < AT_ONCE; i++) {
            Batch.Change change = buffer.poll();
            if (change == null) {
                return;
            }
            if (writing == 0) {
                writing = change.at();
            }
            buffered.decrementAndGet();
            batch.add(change);
        }
    }

    private void tellOfLost(LedgerStore store, long lostNow) throws IOException {
        long from = lostSince.getAndSet(0);
        long now = System.currentTimeMillis();
        store.note(new Gap(from == 0 ? now : from, now, lostNow - lostKnown));
        LOG.error(
                "the ledger was behind, and {} did not fit into its memory; it is compared with the files",
                OneLine.count(lostNow - lostKnown, "word"));
        lostKnown = lostNow;
        book.behind(store, from == 0 ? now : from);
    }

    /** How long ago the oldest was said that is not written yet. */
    public Duration lag() {
        Batch.Change oldest = buffer.peek();
        long since = writing != 0 ? writing : oldest == null ? 0 : oldest.at();
        return since == 0 ? Duration.ZERO : Duration.ofMillis(Math.max(0, System.currentTimeMillis() - since));
    }

    /** How many words did not fit into memory since the start. */
    public long lost() {
        return lost.get();
    }

    /** How many entries it has, as counted some time ago; -1 before that. */
    public long rows() {
        return rows;
    }

    void rows(long counted) {
        rows = counted;
    }

    /** Why it is not written, in words; empty when it is. */
    public Optional<String> trouble() {
        return trouble.isEmpty() ? Optional.empty() : Optional.of("the ledger is not written: " + trouble);
    }

    /** Writes what is left, and that nothing is missing. */
    @Override
    public void close() throws IOException {
        if (closing) {
            return;
        }
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(LAST_WORDS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!writer.isAlive()) {
            book.close(trouble.isEmpty() && lost.get() == lostKnown);
        }
    }
}

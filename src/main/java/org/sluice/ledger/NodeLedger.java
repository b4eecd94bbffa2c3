package org.sluice.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sluice.ledger.Rebuild.Scope;
import org.sluice.text.Log;

/** The ledger of a node: opened by the thread that writes it, compared with the files when that is called for, kept so long. */
public final class NodeLedger implements BufferedLedger.LedgerBook {
    private static final Log LOG = Log.of(NodeLedger.class);
    private static final long TIDY = Duration.ofMinutes(1).toNanos();
    private static final int REMOVED_AT_ONCE = 2000;
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
    private static final long PAUSE = Duration.ofMillis(1).toNanos();

    private final StoredFiles files;
    private final Duration keep;
    private final long startedAt = System.currentTimeMillis();
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private @Nullable LedgerStore store;
    private @Nullable Thread rebuilding; // guarded by this, as is what follows
    private @Nullable Scope wanted;
    private LongConsumer rows = count -> {};
    private long tidiedAt = System.nanoTime() - TIDY;
    private volatile boolean closed;

    private record Task(Rebuild.Work work, CompletableFuture<Integer> done) {}

    private NodeLedger(StoredFiles files, Duration keep) {
        this.files = files;
        this.keep = keep;
    }

    /**
     * Begins to keep the ledger of a node. Returns at once; what cannot be had is {@linkplain BufferedLedger#trouble told} later.
     *
     * @param keep how long entries are kept of which no file is kept any more
     */
    public static BufferedLedger start(StoredFiles files, Duration keep) {
        NodeLedger book = new NodeLedger(files, keep);
        BufferedLedger ledger = new BufferedLedger(book);
        book.rows = ledger::rows;
        return ledger.start();
    }

    @Override
    public LedgerStore store() throws IOException {
        LedgerStore open = store;
        if (open == null) {
            open = opened();
            store = open;
            LedgerStore.LastRun last = open.lastRun();
            if (!last.clean()) {
                open.behindSince(last.knownUntil());
            }
            rebuild(Scope.atStart(last, startedAt));
        }
        return open;
    }

    private LedgerStore opened() throws IOException {
        try {
            return SqliteLedger.open(files.data());
        } catch (LedgerException e) {
            if (!SqliteFile.isDamage(e.getCause())) {
                throw e;
            }
            Path damaged = SqliteFile.in(files.data());
            Path aside = damaged.resolveSibling("damaged-" + startedAt + ".db");
            Files.move(damaged, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(damaged.resolveSibling("ledger.db-wal"));
            Files.deleteIfExists(damaged.resolveSibling("ledger.db-shm"));
            LOG.error("the ledger is damaged; it is kept as {}, and a new one begins", aside);
            LedgerStore begun = SqliteLedger.open(files.data());
            begun.note(new Gap(0, startedAt, 0));
            return begun;
        }
    }

    @Override
    public void behind(LedgerStore open, long since) throws IOException {
        open.behindSince(since);
        rebuild(Scope.afterLoss(since, System.currentTimeMillis()));
    }

    /** One at a time: what is lost while one is at work is looked for when it has ended. */
    private synchronized void rebuild(Scope scope) {
        wanted = wanted == null ? scope : wanted.with(scope);
        if (rebuilding == null) {
            Thread thread = new Thread(this::rebuildAll, "ledger-rebuild");
            thread.setDaemon(true);
            rebuilding = thread;
            thread.start();
        }
    }

    private synchronized @Nullable Scope next() {
        Scope next = wanted;
        wanted = null;
        if (next == null) {
            rebuilding = null;
        }
        return next;
    }

    private synchronized boolean isInLine() {
        return rebuilding == null;
    }

    private void rebuildAll() {
        for (Scope scope = next(); scope != null; scope = next()) {
            try {
                int changed = new Rebuild(files, scope, this::onWriter).run();
                if (changed > 0) {
                    LOG.info("the ledger is in line with the files again; entries added or corrected: {}", changed);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | UncheckedIOException e) {
                if (!closed) {
                    LOG.error("the ledger cannot be compared with the files: {}", e);
                }
                return;
            }
        }
    }

    private int onWriter(Rebuild.Work work) throws IOException, InterruptedException {
        Task task = new Task(work, new CompletableFuture<>());
        tasks.add(task);
        if (closed) {
            throw new LedgerException("the node stops");
        }
        try {
            return task.done().get();
        } catch (ExecutionException e) {
            throw new LedgerException("the ledger cannot be written", e);
        }
    }

    @Override
    public boolean tidy(LedgerStore open) throws IOException {
        Task task = tasks.poll();
        if (task != null) {
            perform(task, open);
            return true;
        }
        long now = System.nanoTime();
        if (now - tidiedAt < TIDY) {
            return false;
        }
        long until = System.currentTimeMillis() - keep.toMillis();
        if (open.removeBefore(until, REMOVED_AT_ONCE) == REMOVED_AT_ONCE) {
            return true;
        }
        rows.accept(open.rows());
        tidiedAt = now;
        return false;
    }

    private static void perform(Task task, LedgerStore open) throws IOException {
        try {
            task.done().complete(task.work().with(open));
        } catch (IOException e) {
            task.done().completeExceptionally(e);
            throw e;
        }
    }

    /** Lets a comparison that is nearly done end: a ledger that is in line need not be compared at the next start. */
    private boolean awaitInLine(@Nullable LedgerStore open) throws IOException {
        long until = System.nanoTime() + PATIENCE;
        while (open != null && !isInLine() && System.nanoTime() - until < 0) {
            Task task = tasks.poll();
            if (task != null) {
                perform(task, open);
            } else {
                LockSupport.parkNanos(PAUSE);
            }
        }
        return isInLine();
    }

    @Override
    public void close(boolean complete) throws IOException {
        boolean inLine = complete && awaitInLine(store);
        closed = true;
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            task.done().completeExceptionally(new LedgerException("the node stops"));
        }
        stopRebuilding();
        try (LedgerStore open = store) {
            if (open != null && inLine) {
                open.closeCleanly();
            }
        }
    }

    private synchronized void stopRebuilding() {
        if (rebuilding != null) {
            rebuilding.interrupt();
        }
    }
}

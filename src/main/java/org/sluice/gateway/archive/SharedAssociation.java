package org.sluice.gateway.archive;

import java.util.concurrent.atomic.AtomicReference;
import org.sluice.gateway.archive.AssociationCeiling.Use;
import org.sluice.net.StoreClient;

/**
 * One of the associations with an archive that its {@link AssociationCeiling} counts. Between two instances it rests, and may
 * then be ended for the sake of another: whoever has it asks with {@link #use()} whether it is still there. One thread has it at a
 * time.
 */
public final class SharedAssociation {
    private final AssociationCeiling ceiling;
    private final StoreClient client;
    private final Use use;
    private final AtomicReference<State> state = new AtomicReference<>(State.IN_USE);
    private volatile long restedAt;
    private volatile boolean nobodys;
    private volatile boolean outdated;

    private enum State {
        IN_USE,
        RESTS,
        OVER
    }

    SharedAssociation(AssociationCeiling ceiling, StoreClient client, Use use) {
        this.ceiling = ceiling;
        this.client = client;
        this.use = use;
    }

    /** The association itself, to be used only between {@link #use()} and {@link #rest()}. */
    public StoreClient client() {
        return client;
    }

    /** It is needed again. False when it was ended for another meanwhile. */
    public boolean use() {
        return state.compareAndSet(State.RESTS, State.IN_USE) || state.get() == State.IN_USE;
    }

    /** Whether another waits for it. */
    public boolean isWanted() {
        return ceiling.wants(use);
    }

    /** No instance is under way: it stays, unless another has waited for it, or the archive has moved. */
    public void rest() {
        if (outdated || ceiling.wants(use)) {
            end();
            return;
        }
        restedAt = System.nanoTime();
        if (state.compareAndSet(State.IN_USE, State.RESTS)) {
            ceiling.rested();
        }
    }

    /** The same, and whoever had it is gone. */
    void restForAnybody() {
        nobodys = true;
        rest();
    }

    /** Whoever takes it has it. */
    void belongs() {
        nobodys = false;
    }

    /** Releases it, unless it is over. */
    public void end() {
        if (state.getAndSet(State.OVER) != State.OVER) {
            client.release();
            ceiling.ended(this);
        }
    }

    /** Aborts it, unless it is over. */
    void abort() {
        if (state.getAndSet(State.OVER) != State.OVER) {
            client.abort();
            ceiling.ended(this);
        }
    }

    /** The archive is elsewhere now: it ends when it rests. */
    void outdate() {
        outdated = true;
    }

    /** Takes it from whoever lets it rest; the caller releases the client. False when it is in use, or over. */
    boolean takeOver() {
        return state.compareAndSet(State.RESTS, State.OVER);
    }

    boolean isOf(Use other) {
        return use == other;
    }

    boolean isOver() {
        return state.get() == State.OVER;
    }

    boolean isNobodys() {
        return nobodys;
    }

    long restedAt() {
        return restedAt;
    }
}

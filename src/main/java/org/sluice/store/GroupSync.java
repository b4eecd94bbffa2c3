package org.sluice.store;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;

/**
 * Group commit: many threads ask for the same force, and one force serves all who asked before it began. Whoever finds
 * no force running does it for the group; the others wait. When it fails it fails for the whole group, because the
 * operating system reports a lost write to one caller only.
 */
final class GroupSync {

    /** What forces, say, a directory to disk. */
    interface Force {
        void force() throws IOException;
    }

    private static final class Group {
        boolean done;

        @Nullable
        IOException failure;
    }

    private final Force force;
    private final ReentrantLock lock = new ReentrantLock(); // guards gathering, running and the groups
    private final Condition changed = lock.newCondition();
    private Group gathering = new Group();
    private boolean running;

    GroupSync(Force force) {
        this.force = force;
    }

    /** Returns when a force that began after this call has succeeded. */
    void sync() throws IOException {
        Group mine = joinOrLead();
        if (!mine.done) {
            lead(mine);
        }
        if (mine.failure != null) {
            throw new IOException("cannot force to disk: " + OneLine.message(mine.failure), mine.failure);
        }
    }

    /** How many threads wait for a force to end. */
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(changed);
        } finally {
            lock.unlock();
        }
    }

    /** The caller's group: done, or not done when the caller is the one to do it. */
    private Group joinOrLead() {
        lock.lock();
        try {
            Group mine = gathering;
            while (running && !mine.done) {
                changed.awaitUninterruptibly(); // an interrupted committer must not leave the outcome open
            }
            if (!mine.done) {
                running = true;
                gathering = new Group();
            }
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private void lead(Group mine) {
        IOException failure = new IOException("the force was interrupted by an error");
        try {
            force.force();
            failure = null;
        } catch (IOException e) {
            failure = e;
        } finally {
            finish(mine, failure);
        }
    }

    private void finish(Group mine, @Nullable IOException failure) {
        lock.lock();
        try {
            mine.failure = failure;
            mine.done = true;
            running = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

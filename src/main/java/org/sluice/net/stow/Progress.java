package org.sluice.net.stow;

import org.sluice.net.stow.StowException.Kind;

/** How far a request has come, and until when it has to come further. Any thread. */
final class Progress {
    /** What is waited for. */
    private enum Stage {
        CONNECTION(Kind.CANNOT_CONNECT),
        SENDING(Kind.STALLED),
        ANSWER(Kind.NO_ANSWER);

        private final Kind ofDelay;

        Stage(Kind ofDelay) {
            this.ofDelay = ofDelay;
        }
    }

    private final StowOptions options;
    private Stage stage = Stage.CONNECTION;
    private long until;

    /** A request that begins now. */
    Progress(StowOptions options) {
        this.options = options;
        this.until = System.nanoTime() + 2 * options.connect().toNanos();
    }

    /** A piece of the body has been asked for. */
    synchronized void took(boolean last) {
        stage = last ? Stage.ANSWER : Stage.SENDING;
        until = System.nanoTime() + (last ? options.answer() : options.stall()).toNanos();
    }

    /** Whether it takes too long to come further. */
    synchronized boolean isLate() {
        return until - System.nanoTime() <= 0;
    }

    /** After how many nanoseconds to look again: what is waited for may change to something that is given less time. */
    synchronized long nextLook() {
        long shortest = Math.min(
                2 * options.connect().toNanos(),
                Math.min(options.stall().toNanos(), options.answer().toNanos()));
        return Math.max(0, Math.min(shortest, until - System.nanoTime()));
    }

    /** What it is that takes too long. */
    synchronized Kind kindOfDelay() {
        return stage.ofDelay;
    }
}

package org.sluice.net.engine.association;

import java.time.Duration;

/**
 * How long the peer may take for a message, and between two messages. Used by the association's thread.
 *
 * <p>These timers run in Sta6 only, the state in which messages come. In any other state the association is ending, and
 * ARTIM or the wait for a release goes on: PS3.8 9.1.5. Otherwise an abort in the middle of a message would wait as long
 * as the message may take.
 */
final class MessageTimer {
    /** So many bytes of a message are progress, and give it its full time again. */
    private static final int PROGRESS = 64 << 10;

    /** An honest peer may be in the middle of a large instance when the instance is refused. */
    private static final int DRAIN_FACTOR = 10;

    private final ProtocolMachine machine;
    private final ReadTimer timer;
    private final Limits limits;
    private int sinceProgress;

    /** Whether the message that is arriving is only dropped. */
    private boolean draining;

    MessageTimer(ProtocolMachine machine, ReadTimer timer, Limits limits) {
        this.machine = machine;
        this.timer = timer;
        this.limits = limits;
    }

    /** A message, or the response to one, has its full time from now on. */
    void awaitMessage() {
        draining = false;
        sinceProgress = 0;
        start(ReadTimer.Kind.DIMSE, limits.dimse());
    }

    /** Bytes of a message have come. Every 64 KiB it has its full time again, unless it is only dropped. */
    void received(int count) {
        sinceProgress += count;
        if (sinceProgress >= PROGRESS) {
            sinceProgress = 0;
            if (!draining) {
                awaitMessage();
            }
        }
    }

    /** Nobody wants the rest of the message. It has so much time in all, however fast it comes. */
    void awaitRest() {
        draining = true;
        start(ReadTimer.Kind.DRAIN, limits.dimse().multipliedBy(DRAIN_FACTOR));
    }

    /** No message is under way; the next one may take the idle time to begin. */
    void awaitNext() {
        start(ReadTimer.Kind.IDLE, limits.idle());
    }

    private void start(ReadTimer.Kind kind, Duration duration) {
        machine.whileEstablished(() -> timer.start(kind, duration));
    }
}

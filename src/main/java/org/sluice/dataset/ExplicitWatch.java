package org.sluice.dataset;

import java.nio.ByteBuffer;

/**
 * Looks into a value of implicit VR that passes by, where its length may as well be a VR and a length of explicit VR: at the
 * place where the next element would begin then. For one thread.
 */
final class ExplicitWatch {
    private static final int BEGINNING = 8;

    private final byte[] next = new byte[BEGINNING];
    private int count = BEGINNING;
    /** Bytes of the value that pass before the place. */
    private int before;

    /** Says that the value of this element follows. */
    void begin(ElementHead head) {
        count = head.maybeExplicit ? 0 : BEGINNING;
        before = head.maybeExplicit ? head.explicitLength() : 0;
    }

    /** Whether the place has not passed yet. */
    boolean isWatching() {
        return count < BEGINNING;
    }

    /** Takes the next bytes of the value, and leaves the buffer as it was; whether another element was found to begin there. */
    boolean isFoundIn(ByteBuffer value) {
        int skipped = Math.min(before, value.remaining());
        before -= skipped;
        int taken = Math.min(BEGINNING - count, value.remaining() - skipped);
        value.get(value.position() + skipped, next, count, taken);
        count += taken;
        return count == BEGINNING && ElementHead.beginsExplicit(next, 0);
    }
}

package org.sluice.dataset;

import java.nio.ByteBuffer;

/**
 * Looks into a value of implicit VR that passes by, where its length may as well be a VR and a length of explicit VR: at the
 * place where the next element would begin then. For one thread.
 */
final class ExplicitWatch {
    private static final int BEGINNING = 8;

    private static final byte[] NOTHING = {};

    /** Made when there is something to look at, which is seldom. */
    private byte[] next = NOTHING;

    private int count = BEGINNING;
    /** Bytes of the value that pass before the place. */
    private int before;

    /** Says that the value of this element follows. */
    void begin(ElementHead head) {
        count = BEGINNING;
        if (head.maybeExplicit) {
            next = new byte[BEGINNING];
            count = 0;
            before = head.explicitLength();
        }
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

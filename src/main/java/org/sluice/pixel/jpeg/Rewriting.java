package org.sluice.pixel.jpeg;

import java.util.Arrays;

/**
 * The marker segments of a codestream that is written again: those that say how to read it stay as they are. Comments and data of
 * applications go, for they may hold text, or the picture once more, small; only what says which colours these are is kept.
 */
final class Rewriting {
    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;

    /** What JFIF says before its thumbnail, and how large that is. */
    private static final int JFIF_LENGTH = 14;

    private static final int ADOBE_LENGTH = 12;
    private static final int ADOBE_TRANSFORM = 11;

    private final byte[] codestream;
    private final EntropySink out;
    private boolean yccMarked;

    Rewriting(byte[] codestream, EntropySink out) {
        this.codestream = codestream;
        this.out = out;
        out.raw16(0xFFD8);
    }

    /** Writes the segment that was read last, or leaves it out. */
    void segment(MarkerReader in, int marker) {
        if (marker == APP0 && begins(in, JFIF, JFIF_LENGTH)) {
            out.raw16(0xFF00 | marker);
            out.raw16(2 + JFIF_LENGTH);
            out.raw(codestream, in.from(), in.from() + JFIF_LENGTH - 2);
            out.raw16(0);
            yccMarked = true;
        } else if (marker == APP14 && begins(in, ADOBE, ADOBE_LENGTH)) {
            out.raw16(0xFF00 | marker);
            out.raw16(2 + ADOBE_LENGTH);
            out.raw(codestream, in.from(), in.from() + ADOBE_LENGTH);
            yccMarked = codestream[in.from() + ADOBE_TRANSFORM] == 1;
        } else if (!MarkerReader.isComment(marker)) {
            whole(in.from(), in.from() + in.length());
        }
    }

    /** Writes a segment as it is, whose parameters are here. */
    void whole(int from, int to) {
        // The marker itself may stand behind fill bytes, but its own two bytes and the length are just before.
        out.raw(codestream, from - 4, to);
    }

    private boolean begins(MarkerReader in, byte[] name, int length) {
        return in.length() >= length
                && Arrays.equals(codestream, in.from(), in.from() + name.length, name, 0, name.length);
    }

    /** Whether the codestream says of itself that its three components are luminance and chrominance. */
    boolean yccMarked() {
        return yccMarked;
    }
}

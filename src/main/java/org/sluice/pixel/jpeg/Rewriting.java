package org.sluice.pixel.jpeg;

/**
 * The marker segments of a codestream that is written again: those that say how to read it stay as they are. Comments and data of
 * applications go, for they may hold text, or the picture once more, small; only what says which colours these are is kept.
 */
final class Rewriting {
    private final byte[] codestream;
    private final EntropySink out;
    private final ColourMarks colours;

    Rewriting(byte[] codestream, EntropySink out) {
        this.codestream = codestream;
        this.out = out;
        colours = new ColourMarks(codestream);
        out.raw16(0xFFD8);
    }

    /** Writes the segment that was read last, or leaves it out. */
    void segment(MarkerReader in, int marker) {
        colours.see(in, marker);
        if (colours.isJfif(in, marker)) {
            out.raw16(0xFF00 | marker);
            out.raw16(2 + ColourMarks.JFIF_LENGTH);
            out.raw(codestream, in.from(), in.from() + ColourMarks.JFIF_LENGTH - 2);
            out.raw16(0);
        } else if (colours.isAdobe(in, marker)) {
            out.raw16(0xFF00 | marker);
            out.raw16(2 + ColourMarks.ADOBE_LENGTH);
            out.raw(codestream, in.from(), in.from() + ColourMarks.ADOBE_LENGTH);
        } else if (!MarkerReader.isComment(marker)) {
            whole(in.from(), in.from() + in.length());
        }
    }

    /** Writes a segment as it is, whose parameters are here. */
    void whole(int from, int to) {
        // The marker itself may stand behind fill bytes, but its own two bytes and the length are just before.
        out.raw(codestream, from - 4, to);
    }

    /** Whether the codestream says of itself that its three components are luminance and chrominance. */
    boolean yccMarked() {
        return colours.said() == ColourMarks.Said.YBR;
    }
}

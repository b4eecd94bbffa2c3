package org.sluice.pixel.jpeg;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a codestream of three components says of its own colours: JFIF (T.871) and the Adobe marker (T.872 6.5.3). */
final class ColourMarks {
    /** What JFIF says before its thumbnail, and how large that is. */
    static final int JFIF_LENGTH = 14;

    static final int ADOBE_LENGTH = 12;

    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final int ADOBE_TRANSFORM = 11;

    /** What it says. */
    enum Said {
        NOTHING,
        YBR,
        RGB
    }

    private final byte[] codestream;
    private Said said = Said.NOTHING;

    ColourMarks(byte[] codestream) {
        this.codestream = codestream;
    }

    /** Looks at the segment that was read last; a later one counts more. */
    void see(MarkerReader in, int marker) {
        if (isJfif(in, marker)) {
            said = Said.YBR;
        } else if (isAdobe(in, marker)) {
            said = codestream[in.from() + ADOBE_TRANSFORM] == 1 ? Said.YBR : Said.RGB;
        }
    }

    /** What was said up to here. */
    Said said() {
        return said;
    }

    boolean isJfif(MarkerReader in, int marker) {
        return marker == APP0 && begins(in, JFIF, JFIF_LENGTH);
    }

    boolean isAdobe(MarkerReader in, int marker) {
        return marker == APP14 && begins(in, ADOBE, ADOBE_LENGTH);
    }

    private boolean begins(MarkerReader in, byte[] name, int length) {
        return in.length() >= length
                && Arrays.equals(codestream, in.from(), in.from() + name.length, name, 0, name.length);
    }
}

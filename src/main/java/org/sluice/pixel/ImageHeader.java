package org.sluice.pixel;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * What a header says of its pixel data, PS3.3 C.7.6.3 and C.7.6.6.
 *
 * @param shape of each frame
 * @param frames how many, at least 1
 */
record ImageHeader(FrameShape shape, int frames) {
    private static final int NUMBER_OF_FRAMES = 0x0028_0008;
    private static final int SAMPLES = 0x0028_0002;
    private static final int PHOTOMETRIC = 0x0028_0004;
    private static final int PLANAR = 0x0028_0006;
    private static final int ROWS = 0x0028_0010;
    private static final int COLUMNS = 0x0028_0011;
    private static final int BITS_ALLOCATED = 0x0028_0100;
    private static final int BITS_STORED = 0x0028_0101;
    private static final int HIGH_BIT = 0x0028_0102;
    private static final int REPRESENTATION = 0x0028_0103;

    private static final Set<String> OF_ONE = Set.of("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR");
    private static final Set<String> OF_THREE =
            Set.of("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_ICT", "YBR_RCT");
    private static final List<Integer> ALLOCATED = List.of(1, 8, 16, 32);
    private static final Pattern COUNT = Pattern.compile("[+]?0*[1-9][0-9]{0,8}");

    static ImageHeader of(Header header) throws ScrubException {
        String photometric = text(header, PHOTOMETRIC);
        int samples = number(header, SAMPLES);
        int allocated = number(header, BITS_ALLOCATED);
        int stored = number(header, BITS_STORED);
        int high = number(header, HIGH_BIT);
        int rows = number(header, ROWS);
        int columns = number(header, COLUMNS);
        int representation = number(header, REPRESENTATION);
        int planar = samples > 1 ? number(header, PLANAR) : 0;
        requireKnown(photometric, samples, allocated);
        boolean sound = rows > 0 && columns > 0 && stored > 0 && stored <= allocated && high >= stored - 1;
        if (!sound || high >= allocated || representation > 1 || planar > 1) {
            throw new ScrubException(Kind.GEOMETRY, "the header's rows, columns and bits contradict each other");
        }
        return new ImageHeader(
                new FrameShape(
                        rows, columns, samples, allocated, stored, high, representation == 1, planar, photometric),
                frames(header));
    }

    private static void requireKnown(String photometric, int samples, int allocated) throws ScrubException {
        boolean one = OF_ONE.contains(photometric);
        boolean three = OF_THREE.contains(photometric);
        if (!one && !three) {
            throw new ScrubException(
                    PHOTOMETRIC, Kind.UNSUPPORTED, "expected a photometric interpretation of ours, found another");
        }
        if (samples != (one ? 1 : 3)) {
            throw new ScrubException(
                    SAMPLES, Kind.GEOMETRY, "expected " + (one ? 1 : 3) + " for " + photometric + ", found " + samples);
        }
        if (!ALLOCATED.contains(allocated) || (allocated == 1 && three)) {
            throw new ScrubException(
                    BITS_ALLOCATED, Kind.UNSUPPORTED, "expected one of " + ALLOCATED + ", found " + allocated);
        }
    }

    private static int frames(Header header) throws ScrubException {
        int found = header.find(NUMBER_OF_FRAMES);
        String written = found < 0 ? "" : text(header, NUMBER_OF_FRAMES);
        if (found < 0 || header.valueLength(found) == 0) {
            return 1;
        }
        if (!COUNT.matcher(written).matches()) {
            throw new ScrubException(NUMBER_OF_FRAMES, Kind.FRAMES, "expected a number of frames, found another text");
        }
        return Integer.parseInt(written);
    }

    private static String text(Header header, int tag) {
        int found = header.find(tag);
        List<String> texts = found < 0 ? List.of() : header.texts(found);
        return texts.size() == 1 ? texts.get(0).strip() : "";
    }

    private static int number(Header header, int tag) throws ScrubException {
        int found = header.find(tag);
        if (found < 0 || header.vr(found) != Vr.US || header.numberCount(found) != 1) {
            boolean absent = found < 0;
            throw new ScrubException(
                    tag,
                    absent && tag == ROWS ? Kind.NOTHING : Kind.GEOMETRY,
                    "expected one number, found " + (absent ? "none" : "something else"));
        }
        return (int) header.integer(found, 0);
    }
}

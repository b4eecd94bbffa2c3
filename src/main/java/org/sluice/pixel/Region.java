package org.sluice.pixel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;

/**
 * One line of coordinates that goes with a match: blank this, or keep that though a line before it blanks it.
 *
 * @param effect what is to become of it
 * @param maxima whether the last column and row still belong to it
 * @param where {@code all}, or {@code xmin,ymin,xmax,ymax}
 */
public record Region(Effect effect, Maxima maxima, String where) {
    /** More lines than any picture has places; each is compared with each. */
    private static final int MOST = 1000;

    private static final String KEEP_BEFORE = "keep ";

    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?[0-9]{1,18}\\s*");

    /** Blank it or keep it. */
    public enum Effect {
        BLANK,
        KEEP
    }

    /** What the second corner is. */
    public enum Maxima {
        /** The first column and row behind the region, as in a recipe. They may be negative: then they count from the far edge. */
        EXCLUDED,
        /** The last column and row of the region, as in Region Location Max X1 and Max Y1, PS3.3 C.8.5.5.1. */
        INCLUDED
    }

    /** One as the quarantine writes it: {@code keep} before the corners, or nothing. */
    public static Region ofEntry(String written) {
        boolean keep = written.startsWith(KEEP_BEFORE);
        return new Region(
                keep ? Effect.KEEP : Effect.BLANK,
                Maxima.EXCLUDED,
                keep ? written.substring(KEEP_BEFORE.length()) : written);
    }

    /**
     * What of a frame is blanked: later lines win over earlier ones.
     *
     * @return rectangles within the frame that have no pixel in common, at least one
     * @throws PixelDataException nothing is to be blanked, or a rectangle that is has no pixel in the frame
     */
    static List<PixelArea> areas(List<Region> regions, FrameShape shape) throws PixelDataException {
        if (regions.size() > MOST) {
            throw new PixelDataException(
                    PixelDataException.Kind.UNSUPPORTED,
                    "expected at most " + MOST + " rectangles, found " + regions.size());
        }
        List<PixelArea> blanked = new ArrayList<>();
        for (Region region : regions) {
            Optional<PixelArea> area = region.within(shape);
            if (area.isEmpty()) {
                continue;
            }
            List<PixelArea> left = new ArrayList<>();
            blanked.forEach(one -> addWithout(one, area.get(), left));
            blanked = left;
            if (region.effect == Effect.BLANK) {
                blanked.add(area.get());
            }
        }
        if (blanked.isEmpty()) {
            throw new PixelDataException(
                    PixelDataException.Kind.NOTHING, "the labels that matched name no rectangle to blank");
        }
        return List.copyOf(blanked);
    }

    /** What of a frame regions of either effect are about: those that can be read and have a pixel in it. */
    static List<PixelArea> inFrame(List<Region> regions, FrameShape shape) {
        List<PixelArea> areas = new ArrayList<>();
        for (Region region : regions) {
            try {
                region.within(shape).ifPresent(areas::add);
            } catch (PixelDataException e) {
                // Nothing to be drawn.
            }
        }
        return areas;
    }

    /** The part of it in the frame; empty for one without pixels that is only to be kept. */
    private Optional<PixelArea> within(FrameShape shape) throws PixelDataException {
        if (where.strip().equals("all")) {
            return Optional.of(new PixelArea(0, 0, shape.columns(), shape.rows()));
        }
        String[] corners = where.split(",", -1);
        if (corners.length != 4) {
            throw unreadable();
        }
        int left = edge(corners[0], 0, shape.columns());
        int top = edge(corners[1], 0, shape.rows());
        int right = edge(corners[2], maxima == Maxima.INCLUDED ? 1 : 0, shape.columns());
        int bottom = edge(corners[3], maxima == Maxima.INCLUDED ? 1 : 0, shape.rows());
        if (right > left && bottom > top) {
            return Optional.of(new PixelArea(left, top, right, bottom));
        }
        if (effect == Effect.KEEP) {
            return Optional.empty();
        }
        throw new PixelDataException(
                PixelDataException.Kind.OUTSIDE,
                "the rectangle " + where.strip() + " has no pixel in a frame of " + shape.columns() + " columns and "
                        + shape.rows() + " rows");
    }

    /** A corner as a place in the frame, its far edge included. */
    private int edge(String written, int more, int size) throws PixelDataException {
        if (!WHOLE.matcher(written).matches()) {
            throw unreadable();
        }
        long number = new BigInteger(written.strip()).longValueExact() + more;
        if (number < 0 && maxima == Maxima.INCLUDED) {
            throw unreadable();
        }
        long place = number < 0 ? number + size : number;
        return (int) Math.max(0, Math.min(place, size));
    }

    private PixelDataException unreadable() {
        return new PixelDataException(
                PixelDataException.Kind.OUTSIDE, "expected all or four whole numbers for a rectangle, found others");
    }

    /** Adds what of a rectangle is not in another: none to four rectangles. */
    private static void addWithout(PixelArea one, PixelArea other, List<PixelArea> left) {
        int top = Math.max(one.top(), other.top());
        int bottom = Math.min(one.bottom(), other.bottom());
        int from = Math.max(one.left(), other.left());
        int to = Math.min(one.right(), other.right());
        if (top >= bottom || from >= to) {
            left.add(one);
            return;
        }
        addIfAny(one.left(), one.top(), one.right(), top, left);
        addIfAny(one.left(), top, from, bottom, left);
        addIfAny(to, top, one.right(), bottom, left);
        addIfAny(one.left(), bottom, one.right(), one.bottom(), left);
    }

    private static void addIfAny(int left, int top, int right, int bottom, List<PixelArea> areas) {
        if (left < right && top < bottom) {
            areas.add(new PixelArea(left, top, right, bottom));
        }
    }
}

package org.sluice.pixel.frame;

/**
 * Pixel data that cannot be read, or changed, exactly. Its instance goes to quarantine: there is no picture in part. The message
 * has no pixel and no value of the header but its geometry.
 */
public final class PixelDataException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** The codestream's own rows, columns, samples or bits are not those of the header. */
        GEOMETRY,
        /** The bytes end before the picture does. */
        TRUNCATED,
        /** The bytes are none that the transfer syntax allows, or there are some behind the picture. */
        DAMAGED,
        /** Allowed by a standard, but nothing that we read: a process, a number of bits, a colour space. */
        UNSUPPORTED,
        /** The number of frames found is not that of the header. */
        FRAMES,
        /** A rectangle that has no pixel in common with the frame. */
        OUTSIDE,
        /** There is nothing to blank: no pixel data, or no rectangle. */
        NOTHING
    }

    private final Kind kind;

    /** @param message what was expected, what was found and where */
    public PixelDataException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What is wrong, in one word. */
    public Kind kind() {
        return kind;
    }
}

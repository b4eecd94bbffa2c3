package org.sluice.pixel;

import java.util.Locale;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Tag;
import org.sluice.pixel.frame.PixelDataException;

/** Pixel data that cannot be blanked, decoded or shown exactly, on the way of its data set; nothing of the instance may go on. */
public final class ScrubException extends DataSetException {
    private static final long serialVersionUID = 1L;

    private final PixelDataException.Kind kind;

    ScrubException(PixelDataException.Kind kind, String message) {
        this(Tag.PIXEL_DATA, kind, message);
    }

    ScrubException(int tag, PixelDataException.Kind kind, String message) {
        super(Tag.format(tag), -1, message);
        this.kind = kind;
    }

    /** The same failure of a codec. */
    ScrubException(PixelDataException failure) {
        this(failure.kind(), String.valueOf(failure.getMessage()));
    }

    /** What is wrong. */
    public PixelDataException.Kind kind() {
        return kind;
    }

    /** The same as the word in the quarantine and in tables: {@code pixel-outside}. */
    public String word() {
        return "pixel-" + kind.name().toLowerCase(Locale.ROOT);
    }
}

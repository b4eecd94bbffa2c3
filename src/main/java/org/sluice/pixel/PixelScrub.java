package org.sluice.pixel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * Blanks rectangles in the pixel data of one instance while its data set passes, and in whatever else may show the same picture.
 * The header has to be read up to {@link Tag#LAST_OF_IMAGE}. One pass over the data set at a time; for one thread.
 */
public final class PixelScrub implements BulkEditor {
    private static final int PHOTOMETRIC_INTERPRETATION = 0x0028_0004;
    private static final int FLOAT_PIXEL_DATA = 0x7FE0_0008;
    private static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE0_0009;
    private final TransferSyntax syntax;
    private final ImageHeader image;
    private final List<PixelArea> areas;
    private final Fill fill;
    private final @Nullable FrameCodec codec;
    private final HeaderMemory.Share memory;
    private boolean hasExtendedTable;
    private boolean isFound;

    private PixelScrub(
            TransferSyntax syntax,
            ImageHeader image,
            List<PixelArea> areas,
            Fill fill,
            @Nullable FrameCodec codec,
            HeaderMemory.Share memory) {
        this.syntax = syntax;
        this.image = image;
        this.areas = areas;
        this.fill = fill;
        this.codec = codec;
        this.memory = memory;
    }

    /**
     * Prepares it.
     *
     * @param header as it was received
     * @param memory out of which encapsulated frames are held
     * @throws ScrubException what the header says shows already that it cannot be done
     */
    public static PixelScrub of(Header header, ScrubOrder order, HeaderMemory.Share memory) throws ScrubException {
        if (!header.endsBeforeBulk()) {
            throw new ScrubException(Kind.NOTHING, "there is no pixel data");
        }
        ImageHeader image = ImageHeader.of(header);
        TransferSyntax syntax = header.syntax();
        FrameCodec codec = syntax.encapsulated() ? FrameCodecs.require(syntax) : null;
        try {
            FillWords words = new FillWords(header, image.shape());
            Fill fill = words.of(order.colour());
            return new PixelScrub(
                    syntax,
                    image,
                    Region.areas(order.regions(), image.shape()),
                    codec == null ? fill : words.storable(fill),
                    codec,
                    memory);
        } catch (PixelDataException e) {
            throw new ScrubException(e);
        }
    }

    /** What is blanked of each frame: rectangles that have no pixel in common. */
    public List<PixelArea> areas() {
        return areas;
    }

    /** Whether the pixel data is native, so that it is blanked in the buffers in which it passes. */
    public boolean isNative() {
        return codec == null;
    }

    /** How many frames there are. */
    public int frames() {
        return image.frames();
    }

    /** Rectangles, frames, syntax and how, in words that hold no value but the geometry. */
    public String text() {
        String rectangles = areas.stream()
                .limit(16)
                .map(area -> area.left() + "," + area.top() + "," + area.right() + "," + area.bottom())
                .collect(Collectors.joining(" "));
        return "blanked " + rectangles + (areas.size() > 16 ? " and " + (areas.size() - 16) + " more" : "") + " in "
                + image.frames() + (image.frames() == 1 ? " frame" : " frames") + " of "
                + image.shape().columns() + " x "
                + image.shape().rows() + ", " + syntax.uid() + ", "
                + (codec == null ? "in the native bytes" : "each frame in its own syntax");
    }

    /**
     * Takes out of a header what else may show the picture, and marks what is said of it.
     *
     * @param dataSet the edits of the header that this was made for
     */
    public void mark(HeaderEdit dataSet) throws DataSetException {
        OtherPictures.remove(dataSet);
        ScrubMarks.set(dataSet);
        LossyMark.keep(dataSet, syntax);
        String before = image.shape().photometricInterpretation();
        String after = codec == null ? before : codec.blankedInterpretation(before);
        if (!after.equals(before)) {
            ScrubMarks.put(dataSet, PHOTOMETRIC_INTERPRETATION, Vr.CS, List.of(after));
        }
    }

    /** Does with an element behind the header what {@link #mark} does with those of the header. */
    public void edit(HeaderEdit element) throws DataSetException {
        hasExtendedTable |= OffsetTables.isOne(element.tag(0));
        OffsetTables.remove(element);
        OtherPictures.remove(element);
    }

    @Override
    public Optional<Passing> begin(int tag, Vr vr, long length) throws ScrubException {
        if (tag == FLOAT_PIXEL_DATA || tag == DOUBLE_FLOAT_PIXEL_DATA) {
            throw new ScrubException(tag, Kind.UNSUPPORTED, "floating point pixel data is not blanked");
        }
        if (tag != Tag.PIXEL_DATA) {
            return Optional.empty();
        }
        isFound = true;
        if ((length == FRAGMENTS) != (codec != null)) {
            throw new ScrubException(
                    Kind.DAMAGED, "the pixel data is native in an encapsulated transfer syntax, or the reverse");
        }
        if (codec == null) {
            return Optional.of(NativePixels.of(image, areas, fill, vr, syntax.bigEndian(), length));
        }
        return Optional.of(new EncapsulatedFrames(
                image,
                EncapsulatedFrames.Beginning.of(syntax, hasExtendedTable),
                memory,
                new BlankedFrames(codec, image.shape(), areas, fill)));
    }

    @Override
    public void end() throws ScrubException {
        if (!isFound) {
            throw new ScrubException(Kind.NOTHING, "there is no pixel data");
        }
    }
}

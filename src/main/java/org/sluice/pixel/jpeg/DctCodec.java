package org.sluice.pixel.jpeg;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.frame.Raster;

/**
 * JPEG Baseline (1.2.840.10008.1.2.4.50) and Extended (1.2.840.10008.1.2.4.51), sequential with Huffman coding. Blanks without
 * decoding: minimum coded units that an area touches get coefficients of one colour, and all others keep theirs.
 */
public final class DctCodec implements FrameCodec {
    private static final Set<String> YBR = Set.of("YBR_FULL", "YBR_FULL_422");

    private final List<Integer> processes;
    private final List<Integer> precisions;

    private DctCodec(List<Integer> processes, List<Integer> precisions) {
        this.processes = processes;
        this.precisions = precisions;
    }

    /** JPEG Baseline, process 1. */
    public static DctCodec baseline() {
        return new DctCodec(List.of(FrameHeader.BASELINE), List.of(8));
    }

    /** JPEG Extended, processes 2 and 4. */
    public static DctCodec extended() {
        return new DctCodec(List.of(FrameHeader.BASELINE, FrameHeader.EXTENDED), List.of(8, 12));
    }

    @Override
    public byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill)
            throws PixelDataException {
        Blanker blanker = new Blanker(codestream, shape, areas, fill);
        blanker.readAll();
        blanker.out.raw16(0xFFD9);
        return blanker.out.toByteArray();
    }

    @Override
    public byte[] decode(byte[] codestream, FrameShape shape) throws PixelDataException {
        Decoder decoder = new Decoder(codestream, shape);
        decoder.readAll();
        return decoder.picture().raster().toNative(shape);
    }

    /** Colours are lossy as they are, and what is subsampled has to be blended: RGB is what everybody can show. */
    @Override
    public String decodedInterpretation(String photometricInterpretation) {
        return YBR.contains(photometricInterpretation) ? "RGB" : photometricInterpretation;
    }

    @Override
    public byte[] decodeNative(byte[] codestream, FrameShape shape) throws PixelDataException {
        Decoder decoder = new Decoder(codestream, shape);
        decoder.readAll();
        Raster raster = decoder.picture().raster();
        if (shape.samples() == 3 && decoder.isYbr()) {
            raster.fromYbrFull();
        }
        return raster.toNative(shape);
    }

    private void requirePrecision(FrameHeader header, FrameShape shape) throws PixelDataException {
        int precision = header.precision();
        if (!precisions.contains(precision)) {
            throw new PixelDataException(
                    Kind.UNSUPPORTED, "samples of " + precision + " bits are none that this transfer syntax has");
        }
        if (precision > shape.bitsAllocated() || precision <= shape.highBit()) {
            throw new PixelDataException(
                    Kind.GEOMETRY,
                    "the codestream has samples of " + precision + " bits, the header " + shape.bitsStored() + " in "
                            + shape.bitsAllocated() + ", the highest at " + shape.highBit());
        }
    }

    private final class Blanker extends SequentialReader {
        final EntropySink out;
        private final Rewriting rewriting;
        private final List<PixelArea> areas;
        private final Fill fill;
        private BitSet blanked = new BitSet();

        Blanker(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill) throws PixelDataException {
            super(codestream, shape, processes);
            this.areas = areas;
            this.fill = fill;
            out = new EntropySink(codestream.length + codestream.length / 8 + 1024);
            rewriting = new Rewriting(codestream, out);
        }

        @Override
        void segment(int marker) {
            if (!Tables.isHuffman(marker)) {
                rewriting.segment(in, marker);
            }
        }

        @Override
        void frame(FrameHeader header) throws PixelDataException {
            requirePrecision(header, shape);
            rewriting.whole(in.from(), in.from() + in.length());
            blanked = touched(header);
        }

        /** The units that an area touches, row by row. */
        private BitSet touched(FrameHeader header) throws PixelDataException {
            int wide = DctScan.SIDE * DctScan.horizontal(header);
            int high = DctScan.SIDE * DctScan.vertical(header);
            int across = DctScan.unitsAcross(header);
            BitSet touched = new BitSet(across * DctScan.unitsDown(header));
            for (PixelArea area : areas) {
                PixelArea inside = area.within(shape);
                for (int row = inside.top() / high; row <= (inside.bottom() - 1) / high; row++) {
                    touched.set(row * across + inside.left() / wide, row * across + (inside.right() - 1) / wide + 1);
                }
            }
            return touched;
        }

        @Override
        int scan(FrameHeader header, ScanHeader scan, int from, int position) throws PixelDataException {
            EntropySource bits = new EntropySource(codestream, position);
            DctBlanking blanking =
                    new DctBlanking(new DctScan.Input(header, scan, tables, bits), blanked, coefficients(header), out);
            blanking.writeTables();
            rewriting.whole(from, position);
            int next = blanking.walk();
            blanking.finish();
            return next;
        }

        private int[] coefficients(FrameHeader header) throws PixelDataException {
            int middle = 1 << (header.precision() - 1);
            boolean mislabelled =
                    rewriting.yccMarked() && shape.photometricInterpretation().equals("RGB");
            int[] coefficients = new int[shape.samples()];
            for (int i = 0; i < coefficients.length; i++) {
                int step = tables.quantization(header.components().get(i).quantization())[0];
                // A codestream that says it is YCbCr is shown so, whatever its header calls it: no chrominance is grey.
                int value = mislabelled && i > 0 ? middle : (int) fill.word(i) & 2 * middle - 1;
                coefficients[i] = coefficient(value, middle, step);
            }
            return coefficients;
        }
    }

    /** The DC coefficient of a block of one value: the nearest, and for the two ends of the range the next one beyond. */
    private static int coefficient(int value, int middle, int step) {
        int exact = DctScan.SIDE * (value - middle);
        if (value == 0) {
            return Math.floorDiv(exact, step);
        }
        return value == 2 * middle - 1 ? -Math.floorDiv(-exact, step) : Math.floorDiv(2 * exact + step, 2 * step);
    }

    private final class Decoder extends SequentialReader {
        private final ColourMarks colours;
        private @Nullable DctPicture picture;

        Decoder(byte[] codestream, FrameShape shape) throws PixelDataException {
            super(codestream, shape, processes);
            colours = new ColourMarks(codestream);
        }

        @Override
        void segment(int marker) {
            colours.see(in, marker);
        }

        @Override
        void frame(FrameHeader header) throws PixelDataException {
            requirePrecision(header, shape);
            picture = new DctPicture(header, shape, codestream.length);
        }

        @Override
        int scan(FrameHeader header, ScanHeader scan, int from, int position) throws PixelDataException {
            EntropySource bits = new EntropySource(codestream, position);
            return Objects.requireNonNull(picture).read(new DctScan.Input(header, scan, tables, bits));
        }

        DctPicture picture() {
            return Objects.requireNonNull(picture);
        }

        /**
         * Whether the three components are luminance and chrominance. A codestream that says it of itself is believed, whatever
         * its header calls it.
         */
        boolean isYbr() throws PixelDataException {
            boolean named = YBR.contains(shape.photometricInterpretation());
            if (named && colours.said() == ColourMarks.Said.RGB) {
                throw new PixelDataException(
                        Kind.DAMAGED, "the header says " + shape.photometricInterpretation() + ", the codestream RGB");
            }
            return named || colours.said() == ColourMarks.Said.YBR;
        }
    }
}

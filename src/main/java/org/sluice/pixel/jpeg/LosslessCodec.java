package org.sluice.pixel.jpeg;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.frame.Raster;

/**
 * JPEG Lossless, process 14 (1.2.840.10008.1.2.4.57), and the same with the first selection value alone
 * (1.2.840.10008.1.2.4.70). The result has the predictor and the point transform of its source, one scan, and a table of its own.
 */
public final class LosslessCodec implements FrameCodec {
    private final int highestPredictor;

    private LosslessCodec(int highestPredictor) {
        this.highestPredictor = highestPredictor;
    }

    /** With any predictor. */
    public static LosslessCodec anyPredictor() {
        return new LosslessCodec(7);
    }

    /** With the predictor of the first selection value. */
    public static LosslessCodec firstPredictor() {
        return new LosslessCodec(1);
    }

    @Override
    public byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill)
            throws PixelDataException {
        EntropySink out = new EntropySink(codestream.length + codestream.length / 8 + 1024);
        Reader reader = new Reader(codestream, shape, new Rewriting(codestream, out));
        reader.readAll();
        Raster raster = reader.raster();
        raster.blank(areas, shape, fill);
        reader.write(raster, out);
        out.raw16(0xFFD9);
        return out.toByteArray();
    }

    @Override
    public byte[] decode(byte[] codestream, FrameShape shape) throws PixelDataException {
        Reader reader = new Reader(codestream, shape, null);
        reader.readAll();
        return reader.raster().toNative(shape);
    }

    private final class Reader extends SequentialReader {
        private final @Nullable Rewriting rewriting;
        private @Nullable FrameHeader frame;
        private @Nullable Raster raster;
        private int predictor;
        private int pointTransform = -1;

        Reader(byte[] codestream, FrameShape shape, @Nullable Rewriting rewriting) throws PixelDataException {
            super(codestream, shape, List.of(FrameHeader.LOSSLESS));
            this.rewriting = rewriting;
        }

        @Override
        void segment(int marker) {
            if (rewriting != null && MarkerReader.isApplication(marker)) {
                rewriting.segment(in, marker);
            }
        }

        @Override
        void frame(FrameHeader header) throws PixelDataException {
            header.requireNoSubsampling();
            if (header.precision() < 2) {
                throw new PixelDataException(Kind.DAMAGED, "samples of " + header.precision() + " bits");
            }
            if (shape.pixels() * shape.samples() > 8L * codestream.length) {
                throw new PixelDataException(
                        Kind.TRUNCATED,
                        codestream.length + " bytes of JPEG Lossless are no frame of " + shape.pixels() + " pixels");
            }
            frame = header;
            raster = Raster.of(shape, header.precision());
            if (rewriting != null) {
                rewriting.whole(in.from(), in.from() + in.length());
            }
        }

        @Override
        int scan(FrameHeader header, ScanHeader scan, int from, int position) throws PixelDataException {
            requirePredictor(header, scan);
            int interval = tables.restartInterval();
            if (interval % shape.columns() != 0) {
                throw new PixelDataException(Kind.UNSUPPORTED, "JPEG Lossless with restart markers within a row");
            }
            int count = scan.components().size();
            short[][] planes = new short[count][];
            HuffmanTable[] dc = new HuffmanTable[count];
            for (int i = 0; i < count; i++) {
                planes[i] = Objects.requireNonNull(raster)
                        .planes()[scan.components().get(i)];
                dc[i] = tables.dc(scan.tables().get(i));
            }
            return scan(planes, header).read(new EntropySource(codestream, position), dc, interval / shape.columns());
        }

        private LosslessScan scan(short[][] planes, FrameHeader header) {
            return new LosslessScan(
                    planes, shape.columns(), shape.rows(), predictor, header.precision() - pointTransform);
        }

        private void requirePredictor(FrameHeader header, ScanHeader scan) throws PixelDataException {
            int transform = scan.approximation();
            if (scan.start() < 1 || scan.start() > 7 || scan.end() != 0 || transform >= header.precision()) {
                throw new PixelDataException(Kind.DAMAGED, "a scan has no predictor of the lossless process");
            }
            if (scan.start() > highestPredictor) {
                throw new PixelDataException(
                        Kind.UNSUPPORTED, "predictor " + scan.start() + " is none that this transfer syntax has");
            }
            if (pointTransform >= 0 && (pointTransform != transform || predictor != scan.start())) {
                throw new PixelDataException(Kind.UNSUPPORTED, "scans with different predictors");
            }
            predictor = scan.start();
            pointTransform = transform;
        }

        /** The samples with the bits that a point transform has taken away, which are zero. */
        Raster raster() {
            Raster whole = Objects.requireNonNull(raster);
            shift(whole, pointTransform);
            return whole;
        }

        private void shift(Raster samples, int left) {
            for (short[] plane : samples.planes()) {
                for (int i = 0; left != 0 && i < plane.length; i++) {
                    plane[i] = (short) (left > 0 ? plane[i] << left : (plane[i] & 0xFFFF) >> -left);
                }
            }
        }

        /** Writes table and scan behind the frame header, which is written already. */
        void write(Raster samples, EntropySink out) throws PixelDataException {
            FrameHeader header = Objects.requireNonNull(frame);
            shift(samples, -pointTransform);
            LosslessScan scan = scan(samples.planes(), header);
            HuffmanTable table = HuffmanTable.best(scan.widths());
            table.write(out, 0);
            out.raw16(0xFFDA);
            out.raw16(6 + 2 * header.components().size());
            out.raw(header.components().size());
            for (FrameHeader.Component component : header.components()) {
                out.raw16(component.identifier() << 8);
            }
            out.raw(predictor);
            out.raw16(pointTransform);
            scan.write(out, table);
        }
    }
}

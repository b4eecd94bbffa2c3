package org.sluice.pixel.jpeg2000;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.frame.Raster;

/**
 * JPEG 2000 Lossless (1.2.840.10008.1.2.4.90) and JPEG 2000 (1.2.840.10008.1.2.4.91). What is blanked is written without loss, so pixels
 * outside of the areas keep the values that they are shown with.
 */
public final class Jpeg2000Codec implements FrameCodec {
    /** Whose three components are transformed together, PS3.3 C.7.6.3.1.2: what comes out of it is RGB. */
    private static final Set<String> TRANSFORMED = Set.of("YBR_RCT", "YBR_ICT");

    private final Workers workers;
    private final boolean lossless;

    private Jpeg2000Codec(Workers workers, boolean lossless) {
        this.workers = workers;
        this.lossless = lossless;
    }

    /** Those for .90 and .91, where the library is. */
    public static Optional<List<Jpeg2000Codec>> both() {
        return Worker.classPath()
                .map(Workers::new)
                .map(workers -> List.of(new Jpeg2000Codec(workers, true), new Jpeg2000Codec(workers, false)));
    }

    @Override
    public String decodedInterpretation(String photometricInterpretation) {
        return TRANSFORMED.contains(photometricInterpretation)
                ? "RGB"
                : FrameCodec.super.decodedInterpretation(photometricInterpretation);
    }

    @Override
    public String blankedInterpretation(String photometricInterpretation) {
        return photometricInterpretation.equals("YBR_ICT") ? "YBR_RCT" : photometricInterpretation;
    }

    @Override
    public byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill)
            throws PixelDataException {
        Codestream whole = read(codestream, shape);
        Raster raster = Raster.ofNative(decode(whole, shape), shape, whole.precision());
        // What the header calls transformed comes out as RGB, whose black is 0.
        boolean isRgb = TRANSFORMED.contains(shape.photometricInterpretation());
        raster.blank(areas, shape, isRgb ? Fill.zero(shape) : fill);
        byte[] samples = raster.toNative(shape);
        return workers.done(request(Request.Task.ENCODE, whole, shape, samples));
    }

    @Override
    public byte[] decode(byte[] codestream, FrameShape shape) throws PixelDataException {
        return decode(read(codestream, shape), shape);
    }

    private byte[] decode(Codestream whole, FrameShape shape) throws PixelDataException {
        byte[] samples = workers.done(request(Request.Task.DECODE, whole, shape, whole.bytes()));
        if (samples.length != shape.bytes()) {
            throw new PixelDataException(Kind.DAMAGED, "the library for JPEG 2000 has given another size");
        }
        return samples;
    }

    private Codestream read(byte[] codestream, FrameShape shape) throws PixelDataException {
        if (shape.bitsAllocated() != 8 && shape.bitsAllocated() != 16) {
            throw new PixelDataException(Kind.UNSUPPORTED, "JPEG 2000 of " + shape.bitsAllocated() + " bits allocated");
        }
        shape.requireBounded();
        Codestream whole = Codestream.of(codestream, shape);
        if (lossless && !whole.reversible()) {
            throw new PixelDataException(Kind.DAMAGED, "a transform with loss in a transfer syntax without");
        }
        if (TRANSFORMED.contains(shape.photometricInterpretation()) && !whole.transformed()) {
            throw new PixelDataException(
                    Kind.DAMAGED,
                    "the header says " + shape.photometricInterpretation()
                            + ", and the components of the codestream are not transformed together");
        }
        return whole;
    }

    private static Request request(Request.Task task, Codestream whole, FrameShape shape, byte[] bytes) {
        return new Request(
                task,
                shape.columns(),
                shape.rows(),
                shape.samples(),
                shape.bitsAllocated() / 8,
                whole.precision(),
                shape.signed(),
                whole.transformed(),
                bytes);
    }
}

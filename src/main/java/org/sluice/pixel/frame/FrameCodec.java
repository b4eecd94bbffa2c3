package org.sluice.pixel.frame;

import java.util.List;

/**
 * Reads and blanks frames of one encapsulated transfer syntax, PS3.5 A.4. Has no state: one serves all threads.
 *
 * <p>A codestream is one whole frame: what its fragments hold, put together, without item headers; a padding byte at its end
 * is no fault. What either method needs of memory is a small multiple of {@link FrameShape#bytes}, whatever the codestream
 * says of itself.
 */
public interface FrameCodec {
    /**
     * The frame with some areas blanked, as a codestream of the same transfer syntax.
     *
     * <p>What was in the areas is in no part of the result. Where the syntax is without loss, every other pixel keeps its value.
     * In JPEG Baseline and Extended, every minimum coded unit that touches an area is blanked, and every other keeps its
     * coefficients.
     *
     * @param codestream the whole frame; not changed
     * @param areas in pixels of this frame; what reaches over its edges is cut off
     * @throws PixelDataException if the frame cannot be read exactly, or an area lies wholly outside of it
     */
    byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill) throws PixelDataException;

    /**
     * The frame as native pixel data: little endian words of Bits Allocated, colour by pixel (Planar Configuration 0), each
     * sample as often as there are pixels, and the colours those of the codestream: YBR stays YBR. No padding at the end.
     *
     * @param codestream the whole frame; not changed
     * @return {@link FrameShape#bytes} bytes
     * @throws PixelDataException if the frame cannot be read exactly
     */
    byte[] decode(byte[] codestream, FrameShape shape) throws PixelDataException;

    /**
     * Which Photometric Interpretation {@link #decodeNative} makes of one, PS3.3 C.7.6.3.1.2: without loss it is the same, with as
     * many samples of each colour as there are pixels.
     */
    default String decodedInterpretation(String photometricInterpretation) {
        return photometricInterpretation.equals("YBR_FULL_422") ? "YBR_FULL" : photometricInterpretation;
    }

    /** Which Photometric Interpretation {@link #blank} leaves of one. */
    default String blankedInterpretation(String photometricInterpretation) {
        return photometricInterpretation;
    }

    /**
     * As {@link #decode}, in the colours that {@link #decodedInterpretation} says.
     *
     * @throws PixelDataException if the frame cannot be read exactly
     */
    default byte[] decodeNative(byte[] codestream, FrameShape shape) throws PixelDataException {
        return decode(codestream, shape);
    }
}

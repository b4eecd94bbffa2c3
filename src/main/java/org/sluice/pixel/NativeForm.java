package org.sluice.pixel;

import java.util.Set;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * What compressed pixel data is when it is native: PS3.5 8.1 and 8.2, in little endian.
 *
 * @param coded what the header says of it while it is compressed
 * @param codec what decodes a frame
 * @param shape of a decoded frame: colour by pixel, all samples of each
 */
record NativeForm(ImageHeader coded, FrameCodec codec, FrameShape shape) {
    /** What a value of known length can have, PS3.5 7.1.1: FFFFFFFF is the undefined one. */
    private static final long LONGEST = 0xFFFF_FFFEL;

    private static final Set<String> KNOWN = Set.of("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL");

    /** @throws ScrubException there is no such codec, or the header contradicts itself or the syntax */
    static NativeForm of(Header header) throws ScrubException {
        FrameCodec codec = FrameCodecs.require(header.syntax());
        ImageHeader coded = ImageHeader.of(header);
        FrameShape was = coded.shape();
        String photometric = codec.decodedInterpretation(was.photometricInterpretation());
        if (!KNOWN.contains(photometric)) {
            throw new ScrubException(
                    Kind.UNSUPPORTED,
                    "pixel data of " + was.photometricInterpretation() + " has no native form in this transfer syntax");
        }
        FrameShape shape = new FrameShape(
                was.rows(),
                was.columns(),
                was.samples(),
                was.bitsAllocated(),
                was.bitsStored(),
                was.highBit(),
                was.signed(),
                0,
                photometric);
        return new NativeForm(coded, codec, shape);
    }

    /** How many frames there are. */
    int frames() {
        return coded.frames();
    }

    /** Of all frames. */
    long bytes() {
        return shape.bytes() * frames();
    }

    /** Of the value: even. */
    long length() {
        return bytes() + bytes() % 2;
    }

    /** @throws ScrubException all frames together are more than a value of known length can have */
    void requireFits() throws ScrubException {
        if (length() > LONGEST) {
            throw new ScrubException(
                    Kind.UNSUPPORTED,
                    "its " + frames() + " frames have " + bytes() + " bytes without compression, more than the "
                            + LONGEST + " of a value");
        }
    }

    /** PS3.5 A.2: OW from 9 bits allocated on. */
    Vr vr() {
        return shape.bitsAllocated() > 8 ? Vr.OW : Vr.OB;
    }

    /** One frame as native pixel data. */
    byte[] decode(byte[] codestream) throws PixelDataException {
        return codec.decodeNative(codestream, coded.shape());
    }
}

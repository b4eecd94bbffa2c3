package org.sluice.pixel;

import java.util.Map;
import java.util.Optional;
import org.sluice.dataset.TransferSyntax;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.jpeg.DctCodec;
import org.sluice.pixel.jpeg.LosslessCodec;
import org.sluice.pixel.jpeg2000.Jpeg2000Codec;
import org.sluice.pixel.jpegls.JpegLsCodec;
import org.sluice.pixel.rle.RleCodec;

/** Which codec reads and blanks the frames of which transfer syntax, PS3.5 10 and annex A.4. */
public final class FrameCodecs {
    private static final Map<String, FrameCodec> OURS = Map.of(
            "1.2.840.10008.1.2.5", new RleCodec(),
            "1.2.840.10008.1.2.4.50", DctCodec.baseline(),
            "1.2.840.10008.1.2.4.51", DctCodec.extended(),
            "1.2.840.10008.1.2.4.57", LosslessCodec.anyPredictor(),
            "1.2.840.10008.1.2.4.70", LosslessCodec.firstPredictor(),
            "1.2.840.10008.1.2.4.80", new JpegLsCodec(),
            "1.2.840.10008.1.2.4.81", new JpegLsCodec());

    /** Those for which there has to be a library. */
    private static final Map<String, FrameCodec> WITH_A_LIBRARY = Jpeg2000Codec.both()
            .<Map<String, FrameCodec>>map(
                    both -> Map.of("1.2.840.10008.1.2.4.90", both.get(0), "1.2.840.10008.1.2.4.91", both.get(1)))
            .orElse(Map.of());

    private FrameCodecs() {}

    /**
     * The codec of a transfer syntax.
     *
     * @param transferSyntax its UID, without padding
     * @return empty where the frames are native, or are none that we read: such an instance goes to quarantine
     */
    public static Optional<FrameCodec> of(String transferSyntax) {
        FrameCodec ours = OURS.get(transferSyntax);
        return Optional.ofNullable(ours == null ? WITH_A_LIBRARY.get(transferSyntax) : ours);
    }

    /** The same of one that has to have a codec. */
    static FrameCodec require(TransferSyntax syntax) throws ScrubException {
        return of(syntax.uid())
                .orElseThrow(() ->
                        new ScrubException(Kind.UNSUPPORTED, "transfer syntax " + syntax.uid() + " has no codec here"));
    }
}

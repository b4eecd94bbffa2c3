package org.sluice.pixel;

import java.util.Map;
import java.util.Optional;
import org.sluice.pixel.frame.FrameCodec;

/** Which codec reads and blanks the frames of which transfer syntax, PS3.5 10 and annex A.4. */
public final class FrameCodecs {
    private static final Map<String, FrameCodec> BY_TRANSFER_SYNTAX = Map.of();

    private FrameCodecs() {}

    /**
     * The codec of a transfer syntax.
     *
     * @param transferSyntax its UID, without padding
     * @return empty where the frames are native, or are none that we read: such an instance goes to quarantine
     */
    public static Optional<FrameCodec> of(String transferSyntax) {
        return Optional.ofNullable(BY_TRANSFER_SYNTAX.get(transferSyntax));
    }
}

package org.sluice.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.net.dimse.DimseChannel;

/** The data set of the message that a channel is just sending. */
final class OutgoingBody implements BodySink {
    private final DimseChannel channel;
    private final int contextId;

    OutgoingBody(DimseChannel channel, int contextId) {
        this.channel = channel;
        this.contextId = contextId;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        channel.writeData(bytes);
    }

    /** One that comes from another association of this engine goes over in whole PDUs, where it lies. */
    @Override
    public void transferFrom(DataSetBody body) throws IOException {
        if (body instanceof IncomingBody incoming) {
            incoming.channel().passOn(channel, contextId);
        } else {
            BodySink.super.transferFrom(body);
        }
    }
}

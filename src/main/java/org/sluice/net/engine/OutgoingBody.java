package org.sluice.net.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.net.BodySink;
import org.sluice.net.DataSetBody;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.dimse.DimseChannel;

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
    public long transferFrom(DataSetBody body, long most, boolean mayEnd, @Nullable Consumer<ByteBuffer> beside)
            throws IOException {
        if (!(body instanceof IncomingBody incoming)) {
            return 0;
        }
        DimseChannel from = incoming.channel();
        try {
            return from.passOn(channel, contextId, most, mayEnd, beside);
        } catch (UpperLayerException e) {
            throw from.isEstablished() ? e : incoming.broken(e);
        }
    }
}

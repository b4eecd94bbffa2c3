package org.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AssociationException;
import org.sluice.net.Engine;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;

/** Sends one instance after the other over one association, and opens another when that one is lost. For one thread. */
final class ReconnectingSender implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final Engine engine;
    private final StoreClientOptions options;
    private final List<PresentationContextProposal> contexts;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private @Nullable StoreClient client;

    ReconnectingSender(Engine engine, StoreClientOptions options, List<PresentationContextProposal> contexts) {
        this.engine = engine;
        this.options = options;
        this.contexts = contexts;
    }

    /**
     * An association that can be used: the one there is, or a new one.
     *
     * @throws AssociationException there is none to be had
     */
    private StoreClient open() throws IOException {
        StoreClient open = client;
        if (open == null || !open.isUsable()) {
            close();
            open = engine.connect(options, contexts);
            client = open;
        }
        return open;
    }

    /** Whether the peer takes this kind of instance in its transfer syntax; asks for an association if there is none. */
    boolean accepts(StoredInstance instance) throws IOException {
        return open().accepts(instance.sopClassUid(), instance.transferSyntaxUid());
    }

    /**
     * Sends an instance that is accepted. If the association is lost meanwhile, it is tried once more on a new one: the
     * peer may have ended an association that it found too old.
     *
     * @throws LostTwiceException the second association was lost too: the instance is at fault, the next one may go
     * @throws AssociationException there is no association to be had
     */
    StoreAnswer send(StoredInstance instance) throws IOException {
        try {
            return sendOver(open(), instance);
        } catch (AssociationException lost) {
            StoreClient another = open();
            try {
                return sendOver(another, instance);
            } catch (AssociationException lostAgain) {
                throw new LostTwiceException(lostAgain);
            }
        }
    }

    private StoreAnswer sendOver(StoreClient open, StoredInstance instance) throws IOException {
        return open.store(instance.command(), sink -> instance.writeTo(sink, buffer));
    }

    @Override
    public void close() {
        StoreClient open = client;
        client = null;
        if (open != null) {
            open.release();
        }
    }

    /** An instance on which the association breaks. */
    static final class LostTwiceException extends IOException {
        private static final long serialVersionUID = 1L;

        LostTwiceException(AssociationException cause) {
            super("the association was lost twice: " + cause.getMessage(), cause);
        }
    }
}

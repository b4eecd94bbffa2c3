package org.sluice.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.ContextChoice;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;

/**
 * The association with the archive that belongs to one association with a modality: it proposes what the modality
 * proposed, so that the modality can be told what the archive accepted. Made anew when it is lost. One thread.
 */
final class ArchiveLink implements AutoCloseable {
    private final StoreClientOptions options;
    private final List<PresentationContextProposal> proposals = new ArrayList<>();
    /** The syntax that the archive chose, by the modality's context id. */
    private final Map<Integer, String> chosen = new HashMap<>();

    private @Nullable StoreClient client;

    /**
     * Opens it.
     *
     * @param wanted the modality's storage contexts
     * @throws IOException the archive cannot be reached, or rejects
     */
    ArchiveLink(StoreClientOptions options, List<ProposedContext> wanted) throws IOException {
        this.options = options;
        for (ProposedContext context : wanted) {
            proposals.add(new PresentationContextProposal(context.abstractSyntax(), context.transferSyntaxes()));
        }
        StoreClient opened = StoreClient.connect(options, proposals);
        this.client = opened;
        for (AcceptedContext accepted : opened.association().contexts()) {
            int position = accepted.id() / 2; // proposals have the odd ids from 1, in their order
            if (position < wanted.size()) {
                chosen.put(wanted.get(position).id(), accepted.transferSyntax());
            }
        }
    }

    /** Accepts exactly what the archive accepted. */
    ContextChoice choice() {
        return proposed -> {
            String syntax = chosen.get(proposed.id());
            return syntax == null
                    ? ContextChoice.Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED
                    : ContextChoice.Answer.accept(syntax);
        };
    }

    /** The open association, or a new one when it was lost. */
    StoreClient client() throws IOException {
        StoreClient open = client;
        if (open == null || !open.isUsable()) {
            close();
            open = StoreClient.connect(options, proposals);
            client = open;
        }
        return open;
    }

    @Override
    public void close() {
        StoreClient open = client;
        client = null;
        if (open != null) {
            open.release();
        }
    }
}

package org.sluice.gateway.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.ContextChoice;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreRequest;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * The association with the archive that belongs to one association with a modality: it proposes what the modality
 * proposed, under the same ids where they are odd, so that the modality can be told what the archive accepted. Of several archives it is
 * with the first that can be reached. Made anew when it is lost. One thread.
 */
public final class ArchiveLink implements AutoCloseable {
    private static final Log LOG = Log.of(ArchiveLink.class);
    /** A modality is never told a shorter maximum than this; what is too long for the archive is cut anew. */
    private static final int SHORTEST_PDU = 4096;

    private static final int LAST_ID = 255;

    /** An archive that has just answered is not asked whether it is still there: to ask takes five system calls. */
    private static final long JUST_NOW = Duration.ofMillis(2).toNanos();

    private final List<Archive> archives;
    private final Retry retry;
    /** What is proposed, by the ids that the modality gave it. */
    private final Map<Integer, ProposedContext> asked;

    private final List<ProposedContext> wanted;
    /** What the archive accepted when the modality was told, by its own context ids. */
    private final Map<Integer, AcceptedContext> accepted;

    private @Nullable Archive archive;
    private @Nullable SharedAssociation association;
    private long usedAt;

    /** Whether archives are tried that were out of reach a moment ago. */
    public enum Retry {
        AT_ONCE,
        /** There is another way to go meanwhile, which is better than to wait for them with each instance. */
        LATER
    }

    /**
     * Opens it.
     *
     * @param archives the most wanted first
     * @param wanted the modality's storage contexts
     * @throws IOException none of the archives can be reached, or all reject
     */
    public ArchiveLink(List<Archive> archives, Retry retry, List<ProposedContext> wanted) throws IOException {
        this.archives = List.copyOf(archives);
        this.retry = retry;
        this.asked = underOddIds(wanted);
        this.wanted = List.copyOf(asked.values());
        this.accepted = contexts(open());
        used();
    }

    /**
     * The contexts by their ids, each under an odd one, as PS3.8 9.3.2.2 wants it: not every archive is as patient with even
     * ones as this node. One for which no id is left is not asked about.
     */
    static Map<Integer, ProposedContext> underOddIds(List<ProposedContext> wanted) {
        BitSet taken = new BitSet();
        wanted.forEach(context -> taken.set(context.id()));
        Map<Integer, ProposedContext> asked = new LinkedHashMap<>();
        int free = 1;
        for (ProposedContext context : wanted) {
            int id = context.id();
            if (id % 2 == 0) {
                while (taken.get(free)) {
                    free += 2;
                }
                id = free;
                taken.set(id);
            }
            if (id <= LAST_ID) {
                asked.put(context.id(), new ProposedContext(id, context.abstractSyntax(), context.transferSyntaxes()));
            }
        }
        return asked;
    }

    private static Map<Integer, AcceptedContext> contexts(StoreClient client) {
        Map<Integer, AcceptedContext> contexts = new HashMap<>();
        client.association().contexts().forEach(context -> contexts.put(context.id(), context));
        return contexts;
    }

    /**
     * Accepts exactly what the archive accepted of the storage contexts; others are not the archive's to answer. An id
     * alone says nothing: Verification has one on the association with the archive that the modality may have given to
     * something else.
     */
    public ContextChoice choice() {
        return proposed -> {
            ContextChoice.Answer unasked = ContextChoice.ALL_STORAGE.choose(proposed);
            ProposedContext ours = asked.get(proposed.id());
            AcceptedContext context = ours == null ? null : accepted.get(ours.id());
            if (unasked.result() != 0 || context == null || !isAnswerTo(proposed, context)) {
                return unasked.result() != 0 ? unasked : ContextChoice.Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED;
            }
            return ContextChoice.Answer.accept(context.transferSyntax());
        };
    }

    private static boolean isAnswerTo(ProposedContext proposed, AcceptedContext context) {
        return context.abstractSyntax().equals(proposed.abstractSyntax())
                && proposed.transferSyntaxes().contains(context.transferSyntax());
    }

    /** The longest PDU that the archive takes, so that the modality's can be passed on as they are. */
    public int longestPdu() {
        long longest = association == null ? 0 : association.client().longestPdu();
        return longest == 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, Math.max(SHORTEST_PDU, longest));
    }

    /** The name of the archive that the association is or was with. */
    public String archiveName() {
        return archive == null ? archives.get(0).name() : archive.name();
    }

    /** The open association, or a new one when it was lost, or given to another meanwhile. */
    public StoreClient client() throws IOException {
        SharedAssociation open = association;
        if (open != null
                && open.use()
                && (isFresh(open.client()) || open.client().isUsable())) {
            return open.client();
        }
        close();
        return open();
    }

    private boolean isFresh(StoreClient open) {
        return open.isOpen() && System.nanoTime() - usedAt < JUST_NOW;
    }

    /** The archive has answered: a request, or that it is there. */
    public void used() {
        usedAt = System.nanoTime();
        SharedAssociation open = association;
        if (open != null) {
            open.rest();
        }
    }

    private StoreClient open() throws IOException {
        if (retry == Retry.LATER
                && archives.stream().allMatch(archive -> archive.health().isOutOfReach())) {
            throw new IOException("out of reach a moment ago, to be tried again later");
        }
        List<IOException> failures = new ArrayList<>();
        for (Archive candidate : Health.firstWithinReach(archives, Archive::health)) {
            try {
                SharedAssociation opened = candidate.associate(wanted);
                archive = candidate;
                association = opened;
                usedAt = System.nanoTime();
                return opened.client();
            } catch (IOException e) {
                LOG.warn("{} is out of reach: {}", candidate.name(), OneLine.message(e));
                failures.add(e);
            }
        }
        throw failures.get(0);
    }

    /**
     * The context in which an instance goes on: that for what the modality's own is for, unless the recipe made another
     * SOP class of it; in the syntax of the data set. Empty when the archive takes no such instance; a new association
     * may have been answered otherwise than the first.
     */
    public static OptionalInt contextFor(StoreClient client, StoreRequest request, String sopClassUid) {
        boolean sameClass = sopClassUid.equals(request.sopClassUid());
        String abstractSyntax = sameClass ? abstractSyntax(request) : sopClassUid;
        OptionalInt found = OptionalInt.empty();
        for (AcceptedContext context : client.association().contexts()) {
            boolean own = context.id() == request.contextId(); // preferred where the same was proposed twice
            if ((found.isEmpty() || own)
                    && context.abstractSyntax().equals(abstractSyntax)
                    && context.transferSyntax().equals(request.transferSyntaxUid())) {
                found = OptionalInt.of(context.id());
            }
        }
        return found;
    }

    /** Of the modality's context: with a related general SOP class it is not that of the instance, PS3.4 B.3.1. */
    private static String abstractSyntax(StoreRequest request) {
        for (AcceptedContext context : request.association().contexts()) {
            if (context.id() == request.contextId()) {
                return context.abstractSyntax();
            }
        }
        return request.sopClassUid();
    }

    /** Leaves the association to the next modality, or releases it. */
    @Override
    public void close() {
        SharedAssociation open = association;
        association = null;
        if (open != null && archive != null) {
            archive.pool().giveBack(wanted, open);
        }
    }
}

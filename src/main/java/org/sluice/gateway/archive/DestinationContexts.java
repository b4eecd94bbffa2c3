package org.sluice.gateway.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.net.AcceptedContext;
import org.sluice.net.ContextChoice;
import org.sluice.net.Engine;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Which presentation contexts one archive accepts, learnt by proposing to it what callers propose here. What it answered
 * is believed for a while, or until it refuses a context after all. While it is out of reach, what it answered last
 * counts; what it was never asked counts as accepted, because the spool keeps it until the archive can say.
 *
 * <p>One thread at a time asks, and holds no lock that others need: a caller of which everything is known goes on at
 * once, even if what is known is being asked again; any other waits for a moment and then takes what is known. Any thread.
 */
public final class DestinationContexts {
    private static final Log LOG = Log.of(DestinationContexts.class);
    /** PS3.8 9.3.2.2 allows 128; one is left for Verification. */
    private static final int MOST_CONTEXTS = 127;
    /** How many pairs are remembered, before what a caller invents could fill the memory. */
    private static final int MOST_REMEMBERED = 4096;

    private static final Duration BELIEVED = Duration.ofMinutes(10);
    /** After it could not be reached, callers are not kept waiting for it again so soon. */
    private static final Duration PAUSE = Duration.ofSeconds(15);
    /** How long a caller waits for another one's question: modalities give up an association after some ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String name;
    private final Engine engine;
    private final Supplier<StoreClientOptions> options;
    private final LongSupplier nanoClock;

    /** Who holds it asks. */
    private final ReentrantLock asking = new ReentrantLock();

    /** Guarded by this, as are the two below; never held during a question. */
    private final Map<PresentationContextProposal, Known> known = new HashMap<>();

    private boolean outOfReach;
    private long triedAt;

    private record Known(boolean accepted, long learntAt) {}

    /** Nothing is known yet of the archive with this name, which these options call; the clock counts nanoseconds. */
    public DestinationContexts(
            String name, Engine engine, Supplier<StoreClientOptions> options, LongSupplier nanoClock) {
        this.name = name;
        this.engine = engine;
        this.options = options;
        this.nanoClock = nanoClock;
    }

    /** Those of a caller's contexts that each of the archives accepts; in the syntax that the caller names first. */
    public static ContextChoice choice(List<DestinationContexts> archives, List<ProposedContext> proposed) {
        Set<PresentationContextProposal> wanted = new LinkedHashSet<>();
        proposed.forEach(context -> context.transferSyntaxes()
                .forEach(syntax -> wanted.add(PresentationContextProposal.of(context.abstractSyntax(), syntax))));
        Set<PresentationContextProposal> accepted = new HashSet<>(wanted);
        archives.forEach(archive -> accepted.retainAll(archive.accepted(wanted)));
        return context -> {
            ContextChoice.Answer unasked = ContextChoice.ALL_STORAGE.choose(context);
            return unasked.result() != 0
                    ? unasked
                    : context.transferSyntaxes().stream()
                            .filter(syntax ->
                                    accepted.contains(PresentationContextProposal.of(context.abstractSyntax(), syntax)))
                            .findFirst()
                            .map(ContextChoice.Answer::accept)
                            .orElse(ContextChoice.Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED);
        };
    }

    /** Those of the wanted contexts that the archive accepts, as far as that can be known soon. */
    public Set<PresentationContextProposal> accepted(Set<PresentationContextProposal> wanted) {
        if (!toBeAsked(wanted).isEmpty() && mayAsk(wanted)) {
            try {
                List<PresentationContextProposal> left = toBeAsked(wanted); // another may just have learnt it
                if (!left.isEmpty()) {
                    learn(left);
                }
            } finally {
                asking.unlock();
            }
        }
        return knownOf(wanted);
    }

    /** Takes the lock, for which it waits only if something is not known at all. */
    private boolean mayAsk(Set<PresentationContextProposal> wanted) {
        if (asking.tryLock()) {
            return true;
        }
        if (isAllKnown(wanted)) {
            return false;
        }
        try {
            return asking.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean isAllKnown(Set<PresentationContextProposal> wanted) {
        return known.keySet().containsAll(wanted);
    }

    private synchronized Set<PresentationContextProposal> knownOf(Set<PresentationContextProposal> wanted) {
        Set<PresentationContextProposal> accepted = new HashSet<>(wanted);
        accepted.removeIf(context -> known.containsKey(context) && !isAccepted(context));
        return accepted;
    }

    /** What is not known or not believed any more, if the archive may be asked now. */
    private synchronized List<PresentationContextProposal> toBeAsked(Set<PresentationContextProposal> wanted) {
        long now = nanoClock.getAsLong();
        if (outOfReach && now - triedAt <= PAUSE.toNanos()) {
            return List.of();
        }
        return wanted.stream().filter(context -> !isKnown(context, now)).toList();
    }

    private boolean isKnown(PresentationContextProposal context, long now) {
        Known one = known.get(context);
        return one != null && now - one.learntAt() < BELIEVED.toNanos();
    }

    private boolean isAccepted(PresentationContextProposal context) {
        Known one = known.get(context);
        return one != null && one.accepted();
    }

    private void learn(List<PresentationContextProposal> unknown) {
        boolean reached = false;
        try {
            for (int from = 0; from < unknown.size(); from += MOST_CONTEXTS) {
                ask(unknown.subList(from, Math.min(unknown.size(), from + MOST_CONTEXTS)));
            }
            reached = true;
        } catch (IOException e) {
            LOG.warn("{} cannot be asked which presentation contexts it accepts: {}", name, OneLine.message(e));
        } finally {
            tried(reached);
        }
    }

    /** The pause counts from the end: a question that nobody answers takes about as long itself. */
    private synchronized void tried(boolean reached) {
        outOfReach = !reached;
        triedAt = nanoClock.getAsLong();
    }

    private void ask(List<PresentationContextProposal> contexts) throws IOException {
        List<PresentationContextProposal> refused = new ArrayList<>(contexts);
        try (StoreClient client = engine.connect(options.get(), contexts)) {
            for (AcceptedContext accepted : client.association().contexts()) {
                refused.remove(PresentationContextProposal.of(accepted.abstractSyntax(), accepted.transferSyntax()));
            }
            learnt(contexts, refused);
        }
        LOG.info(
                "{} accepts {} of {} presentation contexts asked",
                name,
                contexts.size() - refused.size(),
                contexts.size());
    }

    private synchronized void learnt(
            List<PresentationContextProposal> contexts, List<PresentationContextProposal> refused) {
        long now = nanoClock.getAsLong();
        if (known.size() + contexts.size() > MOST_REMEMBERED) {
            known.clear();
        }
        contexts.forEach(context -> known.put(context, new Known(!refused.contains(context), now)));
    }

    /** The archive has refused a context for an instance: it is asked again about everything. */
    public synchronized void doubt() {
        long longAgo = nanoClock.getAsLong() - BELIEVED.toNanos();
        known.replaceAll((context, one) -> new Known(one.accepted(), longAgo));
    }
}

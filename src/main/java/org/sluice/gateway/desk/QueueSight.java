package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.delivery.FailureBook;
import org.sluice.gateway.delivery.Forwarder;
import org.sluice.store.HeldNote;
import org.sluice.store.QueueReview;
import org.sluice.store.Spool;
import org.sluice.store.SpoolFacts;
import org.sluice.text.Suggestions;

/** The queues as a person sees them. Any thread. */
final class QueueSight {
    /** Of so many held ones it is counted how they failed. */
    private static final int MOST_COUNTED = 10_000;
    /** So many ids are looked at for one that was meant. */
    private static final int MOST_SUGGESTED_FROM = 1000;

    private final Spool spool;
    private final Map<String, Forwarder> forwarders;

    /** How an instance failed last. */
    record Failure(int tries, Optional<Instant> first, String failureClass, String status, String words) {
        static final Failure NONE = new Failure(0, Optional.empty(), "", "", "");
    }

    QueueSight(Spool spool, Map<String, Forwarder> forwarders) {
        this.spool = spool;
        this.forwarders = Map.copyOf(forwarders);
    }

    Optional<Forwarder> forwarder(String destination) {
        return Optional.ofNullable(forwarders.get(destination));
    }

    QueueReview review(String destination) throws RefusalException {
        Map<String, QueueReview> reviews = spool.reviews();
        QueueReview review = reviews.get(destination);
        if (review == null) {
            throw new RefusalException("there is no destination " + destination + meant(destination, reviews.keySet()));
        }
        return review;
    }

    private static String meant(String word, Collection<String> known) {
        List<String> near = Suggestions.near(word, known);
        return near.isEmpty()
                ? "; there are " + String.join(", ", known)
                : "; did you mean " + String.join(" or ", near) + "?";
    }

    RefusalException unknown(Selection.Id id) throws IOException {
        QueueReview review = review(id.destination());
        List<String> known = new ArrayList<>();
        for (long[] numbers : List.of(review.waiting(), review.held())) {
            Arrays.stream(numbers).limit(MOST_SUGGESTED_FROM).forEach(one -> known.add(id.destination() + "/" + one));
        }
        List<String> near = Suggestions.near(id.toString(), known);
        return new RefusalException(
                "there is no instance " + id + ": it has been delivered, moved or dropped, or never was"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
    }

    /** Those that are meant, in the order of the ids; held ones too if wanted. */
    List<Selection.Id> select(Selection selection, boolean waiting, boolean held) throws IOException {
        List<Selection.Id> found = new ArrayList<>();
        if (!selection.destination().isEmpty()) {
            review(selection.destination());
        }
        for (Map.Entry<String, QueueReview> one : spool.reviews().entrySet()) {
            String name = one.getKey();
            if (selection.destination().isEmpty() || selection.destination().equals(name)) {
                List<Long> numbers = new ArrayList<>();
                if (waiting) {
                    Arrays.stream(one.getValue().waiting()).forEach(numbers::add);
                }
                if (held) {
                    Arrays.stream(one.getValue().held()).forEach(numbers::add);
                }
                numbers.sort(null);
                for (long number : numbers) {
                    if (isBehind(selection, name, number) && matches(selection, one.getValue(), number)) {
                        found.add(new Selection.Id(name, number));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isBehind(Selection selection, String name, long number) {
        if (selection.after().isEmpty()) {
            return true;
        }
        int order = name.compareTo(selection.after().get().destination());
        return order > 0 || (order == 0 && number > selection.after().get().number());
    }

    private boolean matches(Selection selection, QueueReview review, long number) throws IOException {
        if (!selection.asksForFailure()) {
            return true;
        }
        Failure failure = failure(review, number);
        return selection.matches(failure.failureClass(), failure.status());
    }

    /** How it failed last: of one that waits as far as this run knows, of one that is held as its note says. */
    Failure failure(QueueReview review, long number) throws IOException {
        Optional<FailureBook.Failure> known = forwarder(review.queue().destination())
                .flatMap(one -> one.failures().of(number));
        if (known.isPresent()) {
            FailureBook.Failure failure = known.get();
            return new Failure(
                    failure.tries(),
                    Optional.of(failure.first()),
                    failure.failureClass(),
                    failure.status(),
                    failure.words());
        }
        return review.why(number).map(QueueSight::failure).orElse(Failure.NONE);
    }

    private static Failure failure(HeldNote note) {
        return new Failure(
                note.tries(),
                note.firstFailure(),
                note.failureClass(),
                note.status(),
                note.words().isEmpty() ? note.reason() : note.words());
    }

    /** Each queue, with counts. */
    void describeQueues(ObjectNode answer) throws IOException {
        var all = answer.putArray("destinations");
        for (Map.Entry<String, QueueReview> one : spool.reviews().entrySet()) {
            QueueReview review = one.getValue();
            ObjectNode shown = all.addObject()
                    .put("name", one.getKey())
                    .put("configured", forwarders.containsKey(one.getKey()))
                    .put("waiting", review.queue().depth())
                    .put("held", review.queue().held())
                    .put("lastFailure", review.queue().lastReason());
            forwarder(one.getKey())
                    .flatMap(sender -> sender.times().opensAt())
                    .ifPresent(opens -> shown.put("opensAt", opens.toString()));
            ObjectNode kinds = shown.putObject("failures");
            count(review).forEach(kinds::put);
        }
    }

    private Map<String, Integer> count(QueueReview review) throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        Optional<Forwarder> forwarder = forwarder(review.queue().destination());
        if (forwarder.isPresent()) {
            for (long number : review.waiting()) {
                forwarder
                        .get()
                        .failures()
                        .of(number)
                        .ifPresent(one -> kinds.merge(one.failureClass(), 1, Integer::sum));
            }
        }
        long[] held = review.held();
        for (int i = 0; i < Math.min(held.length, MOST_COUNTED); i++) {
            String kind = review.why(held[i]).map(HeldNote::failureClass).orElse("");
            kinds.merge(kind.isEmpty() ? "other" : kind, 1, Integer::sum);
        }
        return kinds;
    }

    /** One in full; empty when it has gone meanwhile. */
    Optional<ObjectNode> describe(Selection.Id id) throws IOException {
        QueueReview review = review(id.destination());
        Optional<QueueReview.Entry> found = review.look(id.number());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        QueueReview.Entry entry = found.get();
        Failure failure = failure(review, id.number());
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", id.toString())
                .put("destination", id.destination())
                .put("state", entry.place().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("since", entry.since().toString())
                .put("bytes", entry.fileLength());
        entry.instance().ifPresent(one -> describe(one.facts(), shown));
        shown.put("tries", failure.tries())
                .put("firstFailure", failure.first().map(Instant::toString).orElse(""))
                .put("class", failure.failureClass())
                .put("status", failure.status())
                .put("words", failure.words())
                .put("heldBecause", entry.why().map(HeldNote::reason).orElse(""));
        return Optional.of(shown);
    }

    private static void describe(SpoolFacts facts, ObjectNode shown) {
        shown.put("sopInstanceUid", facts.sopInstanceUid())
                .put("receivedSopInstanceUid", facts.receivedSopInstanceUid())
                .put("sopClassUid", facts.sopClassUid())
                .put("transferSyntaxUid", facts.transferSyntaxUid())
                .put("route", facts.route())
                .put("callingAe", facts.origin().callingAe())
                .put("association", facts.origin().association())
                .put("receivedAt", facts.origin().receivedAt().toString());
    }
}

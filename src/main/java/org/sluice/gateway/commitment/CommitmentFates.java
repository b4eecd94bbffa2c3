package org.sluice.gateway.commitment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sluice.dataset.Uids;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.CommitmentRequest;
import org.sluice.store.CommitmentRequest.Question;
import org.sluice.store.CommitmentStatus;
import org.sluice.store.InstanceReference;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * What can be said of a request by what the ledger knows of its instances. Any thread.
 *
 * @param archives the names of the destinations that have to commit first when a request is relayed
 */
record CommitmentFates(CommitmentLedger ledger, Set<String> archives) {
    private static final Log LOG = Log.of(CommitmentFates.class);

    /** Whether nothing more will become of an instance. */
    boolean isDecided(InstanceReference instance) {
        return ledger.find(instance.sopInstanceUid())
                .map(CommitmentStatus::isDecided)
                .orElse(true);
    }

    /** The archives that have accepted instances of the request, and have not reported on them. */
    Set<String> silentArchives(CommitmentRequest request) {
        Set<String> silent = new LinkedHashSet<>(toBeAsked(request).keySet());
        request.questions().stream().filter(Question::answered).forEach(one -> silent.remove(one.destination()));
        return silent;
    }

    /** The questions of the request, and new ones for the archives that were not asked. */
    List<Question> questions(CommitmentRequest request) {
        List<Question> questions = new ArrayList<>(request.questions());
        toBeAsked(request).forEach((archive, instances) -> {
            if (questions.stream().noneMatch(question -> question.destination().equals(archive))) {
                questions.add(new Question(archive, Uids.fromUuid(UUID.randomUUID()), instances, false, Map.of()));
            }
        });
        return questions;
    }

    /** The questions of the request, after an archive's report on one of them. */
    static List<Question> answered(CommitmentRequest request, CommitmentPush report) {
        return request.questions().stream()
                .map(one -> one.transactionUid().equals(report.transactionUid()) ? answered(one, report) : one)
                .toList();
    }

    /** Only what the archive says it has committed is committed. */
    private static Question answered(Question question, CommitmentPush report) {
        Set<InstanceReference> committed = new HashSet<>(report.instances());
        Map<String, Integer> failures = new HashMap<>();
        for (InstanceReference instance : question.instances()) {
            if (!committed.contains(instance) || report.failures().containsKey(instance)) {
                failures.put(
                        instance.sopInstanceUid(),
                        report.failures().getOrDefault(instance, CommitmentPush.PROCESSING_FAILURE));
            }
        }
        LOG.info(
                "storage commitment {}: {} has committed {} of {}",
                question.transactionUid(),
                question.destination(),
                question.instances().size() - failures.size(),
                OneLine.count(question.instances().size(), "instance"));
        return question.answered(failures);
    }

    /** Of the instances that archives have accepted, what to ask of which archive. */
    private Map<String, List<InstanceReference>> toBeAsked(CommitmentRequest request) {
        Map<String, List<InstanceReference>> asked = new LinkedHashMap<>();
        for (InstanceReference instance : request.instances()) {
            Optional<CommitmentStatus> fate =
                    ledger.find(instance.sopInstanceUid()).filter(it -> it.failure() == 0);
            if (fate.isPresent()) {
                fate.get().destinations().stream().filter(archives::contains).forEach(name -> asked.computeIfAbsent(
                                name, key -> new ArrayList<>())
                        .add(fate.get().sent()));
            }
        }
        return asked;
    }

    /** The report as things stand. What is not decided has failed. */
    CommitmentPush report(CommitmentRequest asked) {
        Map<String, Map<String, Integer>> answers = answers(asked);
        List<InstanceReference> committed = new ArrayList<>();
        Map<InstanceReference, Integer> failed = new LinkedHashMap<>();
        for (InstanceReference instance : asked.instances()) {
            Optional<CommitmentStatus> fate = ledger.find(instance.sopInstanceUid());
            int reason = reason(instance, fate);
            if (reason == 0 && asked.relay()) {
                reason = fate.map(known -> reasonOfArchives(known, answers)).orElse(0);
            }
            if (reason == 0) {
                committed.add(instance);
            } else {
                failed.put(instance, reason);
            }
        }
        return new CommitmentPush(asked.transactionUid(), committed, failed);
    }

    /** By archive that has answered: the Failure Reason of each instance it was asked of, 0 for a committed one. */
    private static Map<String, Map<String, Integer>> answers(CommitmentRequest asked) {
        Map<String, Map<String, Integer>> answers = new HashMap<>();
        asked.questions().stream().filter(Question::answered).forEach(question -> {
            Map<String, Integer> reasons = answers.computeIfAbsent(question.destination(), key -> new HashMap<>());
            question.instances()
                    .forEach(instance -> reasons.put(
                            instance.sopInstanceUid(), question.failures().getOrDefault(instance.sopInstanceUid(), 0)));
        });
        return answers;
    }

    private static int reason(InstanceReference instance, Optional<CommitmentStatus> known) {
        if (known.isEmpty()) {
            return CommitmentPush.NO_SUCH_OBJECT_INSTANCE;
        }
        CommitmentStatus fate = known.get();
        if (!fate.received().sopClassUid().equals(instance.sopClassUid())) {
            return CommitmentPush.CLASS_INSTANCE_CONFLICT;
        }
        return fate.isDecided() ? fate.failure() : CommitmentPush.PROCESSING_FAILURE;
    }

    private int reasonOfArchives(CommitmentStatus fate, Map<String, Map<String, Integer>> answers) {
        return fate.destinations().stream()
                .filter(archives::contains)
                .map(archive -> answers.getOrDefault(archive, Map.of())
                        .getOrDefault(fate.sent().sopInstanceUid(), CommitmentPush.PROCESSING_FAILURE))
                .filter(reason -> reason != 0)
                .findFirst()
                .orElse(0);
    }
}

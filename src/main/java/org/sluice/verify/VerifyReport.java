package org.sluice.verify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was proved, and what was not.
 *
 * @param recipe the names of the recipe's texts; empty without one
 * @param recipeSha256 its digest; empty without one
 * @param edition of PS3.15 table E.1-1
 * @param outputs how many files the output has
 * @param studies by study of the originals, in the order in which they came
 * @param others findings that belong to no study: outputs without an original, files that cannot be read
 * @param judge whether dciodvfy was at hand
 */
public record VerifyReport(
        String recipe,
        String recipeSha256,
        String edition,
        long outputs,
        List<StudyResult> studies,
        StudyResult others,
        boolean judge) {
    /** Keeps its own copy of {@code studies}. */
    public VerifyReport {
        studies = List.copyOf(studies);
    }

    /** Originals. */
    public long originals() {
        return studies.stream().mapToLong(StudyResult::instances).sum();
    }

    /** Originals that have an output. */
    public long paired() {
        return studies.stream().mapToLong(StudyResult::paired).sum();
    }

    /** Pairs that dciodvfy has looked at. */
    public long judged() {
        return studies.stream().mapToLong(StudyResult::judged).sum();
    }

    /** How many findings of each kind. */
    public Map<FindingKind, Long> counts() {
        Map<FindingKind, Long> counts = new TreeMap<>(others.counts());
        studies.forEach(study -> study.counts().forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
        return counts;
    }

    /** All findings together; 0 when nothing is wrong. */
    public long findings() {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }
}

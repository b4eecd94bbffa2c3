package org.sluice.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was found in one study of originals and in its output. For one thread. */
public final class StudyResult {
    private final String digest;
    private final SortedSet<String> outputUids = new TreeSet<>();
    private final SortedMap<Change, Long> changes = new TreeMap<>();
    private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);
    private final List<Finding> findings = new ArrayList<>();
    private long instances;
    private long paired;
    private long held;
    private long judged;

    /** @param digest of the Study Instance UID of the originals */
    StudyResult(String digest) {
        this.digest = digest;
    }

    void add(Checked checked, int mostFindings) {
        instances++;
        paired += checked.pairing() instanceof Checked.Pairing.With ? 1 : 0;
        held += checked.pairing() instanceof Checked.Pairing.Held ? 1 : 0;
        judged += checked.conformance() ? 1 : 0;
        if (!checked.outputStudyUid().isEmpty()) {
            outputUids.add(checked.outputStudyUid());
        }
        checked.changes().forEach(change -> changes.merge(change, 1L, Long::sum));
        checked.findings().forEach(finding -> add(finding, mostFindings));
    }

    void add(Finding finding, int mostFindings) {
        counts.merge(finding.kind(), 1L, Long::sum);
        if (findings.size() < mostFindings) {
            findings.add(finding);
        }
    }

    /** The Study Instance UIDs of the output, of which there should be one. */
    public SortedSet<String> outputUids() {
        return Collections.unmodifiableSortedSet(outputUids);
    }

    /** Stands for the Study Instance UID of the originals, which is not told. */
    public String digest() {
        return digest;
    }

    /** How a person may call it: the study's UID in the output; the digest where it has none. */
    public String name() {
        return outputUids.isEmpty() ? "study-" + digest : String.join(", ", outputUids);
    }

    /** Originals. */
    public long instances() {
        return instances;
    }

    /** Originals that have an output. */
    public long paired() {
        return paired;
    }

    /** Originals that a node would keep: what should have no output. */
    public long held() {
        return held;
    }

    /** Pairs that dciodvfy has looked at. */
    public long judged() {
        return judged;
    }

    /** What was changed, and how often. */
    public SortedMap<Change, Long> changes() {
        return Collections.unmodifiableSortedMap(changes);
    }

    /** How many findings of each kind. */
    public Map<FindingKind, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** All findings together. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The findings; of very many the first. */
    public List<Finding> findings() {
        return Collections.unmodifiableList(findings);
    }
}

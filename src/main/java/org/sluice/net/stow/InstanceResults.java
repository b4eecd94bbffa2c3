package org.sluice.net.stow;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.net.stow.InstanceResult.Failed;
import org.sluice.net.stow.InstanceResult.Stored;
import org.sluice.net.stow.InstanceResult.Unclear;

/** Gathers what an answer says of the instances that were sent; what it says of others is nobody's business here. */
final class InstanceResults {
    /** Failed SOP Sequence. */
    static final String FAILED_SOP_SEQUENCE = "00081198";
    /** Referenced SOP Sequence. */
    static final String REFERENCED_SOP_SEQUENCE = "00081199";
    /** Referenced SOP Instance UID. */
    static final String REFERENCED_SOP_INSTANCE_UID = "00081155";
    /** Warning Reason. */
    static final String WARNING_REASON = "00081196";
    /** Failure Reason. */
    static final String FAILURE_REASON = "00081197";

    private static final Unclear CONTRADICTION =
            new Unclear("the answer lists the instance both as stored and as not stored");

    private final Set<String> sent;
    private final Map<String, InstanceResult> results = new HashMap<>();

    /** Of instances with these SOP Instance UIDs. */
    InstanceResults(Set<String> sent) {
        this.sent = sent;
    }

    /** One item of one of the two sequences, by tag the first value of what matters in it. */
    void add(String sequence, Map<String, String> item) {
        String uid = withoutPadding(item.getOrDefault(REFERENCED_SOP_INSTANCE_UID, ""));
        if (!sent.contains(uid)) {
            return;
        }
        InstanceResult result = sequence.equals(REFERENCED_SOP_SEQUENCE)
                ? new Stored(code(item.get(WARNING_REASON)))
                : new Failed(code(item.get(FAILURE_REASON)));
        InstanceResult first = results.putIfAbsent(uid, result);
        if (first != null && !first.getClass().equals(result.getClass())) {
            results.put(uid, CONTRADICTION);
        }
    }

    /** Whether an item holds something of interest under the tag. */
    static boolean isOfInterest(String tag) {
        return tag.equals(REFERENCED_SOP_INSTANCE_UID) || tag.equals(WARNING_REASON) || tag.equals(FAILURE_REASON);
    }

    static boolean isSequence(String tag) {
        return tag.equals(REFERENCED_SOP_SEQUENCE) || tag.equals(FAILED_SOP_SEQUENCE);
    }

    /** PS3.5 9.1: some leave the NULL that makes a UID even. */
    private static String withoutPadding(String uid) {
        return uid.endsWith("\0") ? uid.substring(0, uid.length() - 1) : uid.strip();
    }

    /** A US; some write numbers as text. */
    private static OptionalInt code(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 0xFFFF
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    Map<String, InstanceResult> results() {
        return results;
    }
}

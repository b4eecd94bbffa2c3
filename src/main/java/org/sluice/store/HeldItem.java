package org.sluice.store;

import java.time.Instant;
import java.util.List;

/**
 * An instance in the quarantine as a list shows it: what a person needs to find it and to decide. Nothing of this is a patient
 * value.
 *
 * @param file its name, as {@link QuarantinedInstance#file}
 * @param state what has become of it
 * @param receivedAt when its C-STORE request arrived
 * @param callingAe who sent it
 * @param studyUid (0020,000D); empty when it is not valid
 * @param sopUid (0008,0018), likewise
 * @param kind the word of its {@link QuarantineEntry.Kind}
 * @param section the {@code %filter} section that decided; empty when none did
 * @param label the label of the match that decided; empty when none did
 * @param reason the criteria of that match; of an instance about which nothing could be decided, what went wrong
 * @param recipeLine where the match that decided stands in the recipe; 0 when none did
 * @param recipe the name of the recipe's file
 * @param caughtByOthers whether other lines of the recipe flag it, too
 * @param destinations those that do not get it; none when no destination does
 */
public record HeldItem(
        String file,
        QuarantineState state,
        Instant receivedAt,
        String callingAe,
        String studyUid,
        String sopUid,
        String kind,
        String section,
        String label,
        String reason,
        int recipeLine,
        String recipe,
        boolean caughtByOthers,
        List<String> destinations) {

    /** Keeps its own copy of {@code destinations}. */
    public HeldItem {
        destinations = List.copyOf(destinations);
    }

    /** That of an entry. */
    public static HeldItem of(String file, QuarantineState state, QuarantineEntry entry) {
        FilterMatch first = entry.matches().isEmpty()
                ? new FilterMatch("", "", entry.detail(), 0, List.of())
                : entry.matches().get(0);
        return new HeldItem(
                file,
                state.with(entry.kind().word()),
                entry.origin().receivedAt(),
                entry.origin().callingAe(),
                UidText.validOrEmpty(entry.identity().studyUid()),
                UidText.validOrEmpty(entry.identity().sopUid()),
                entry.kind().word(),
                first.section(),
                first.label(),
                entry.detail().isEmpty() ? first.reason() : entry.detail(),
                first.recipeLine(),
                entry.recipe().name(),
                entry.matches().stream().anyMatch(match -> match.recipeLine() != first.recipeLine()),
                entry.destinations());
    }
}

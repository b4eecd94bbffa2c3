package org.sluice.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a forwarder must know of a spooled instance without reading its data set.
 *
 * @param sopClassUid the SOP class to send it as
 * @param sopInstanceUid the SOP instance UID to send it under, after the recipe's edits
 * @param transferSyntaxUid the encoding of the data set
 * @param receivedSopInstanceUid the SOP instance UID by which the sender knows it
 * @param route the route's name, for logs and metrics
 * @param destinations the queues that it goes to
 * @param priority the priority of the C-STORE request, PS3.7 9.1.1.1.5: 0 medium, 1 high, 2 low
 * @param commitmentSopClassUid the SOP class under which its sender may ask for storage commitment; null: it may not
 * @param moveOriginator who caused the sender to send it, if a C-MOVE did
 * @param origin where it came from
 * @param receivedStudyUid (0020,000D) as it was received; empty when it was not known yet when the file was begun
 * @param releasedFrom the file of the quarantine that a person has released it from; empty when it was in none
 */
public record SpoolFacts(
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        String receivedSopInstanceUid,
        String route,
        List<String> destinations,
        int priority,
        @Nullable String commitmentSopClassUid,
        @Nullable MoveOriginator moveOriginator,
        Origin origin,
        String receivedStudyUid,
        String releasedFrom) {

    /** Keeps its own copy of {@code destinations}. A text that is no UID, in which anything may be, is left out. */
    public SpoolFacts {
        destinations = List.copyOf(destinations);
        receivedStudyUid = UidText.validOrEmpty(receivedStudyUid);
    }

    /** Of an instance whose study is not known. */
    public SpoolFacts(
            String sopClassUid,
            String sopInstanceUid,
            String transferSyntaxUid,
            String receivedSopInstanceUid,
            String route,
            List<String> destinations,
            int priority,
            @Nullable String commitmentSopClassUid,
            @Nullable MoveOriginator moveOriginator,
            Origin origin) {
        this(
                sopClassUid,
                sopInstanceUid,
                transferSyntaxUid,
                receivedSopInstanceUid,
                route,
                destinations,
                priority,
                commitmentSopClassUid,
                moveOriginator,
                origin,
                "",
                "");
    }

    /** The same for an instance that goes on under these UIDs. */
    public SpoolFacts under(String otherClassUid, String otherInstanceUid) {
        return with(otherClassUid, otherInstanceUid, destinations);
    }

    /** The same for an instance that goes to these destinations. */
    public SpoolFacts goingTo(List<String> others) {
        return with(sopClassUid, sopInstanceUid, others);
    }

    private SpoolFacts with(String otherClassUid, String otherInstanceUid, List<String> others) {
        return new SpoolFacts(
                otherClassUid,
                otherInstanceUid,
                transferSyntaxUid,
                receivedSopInstanceUid,
                route,
                others,
                priority,
                commitmentSopClassUid,
                moveOriginator,
                origin,
                receivedStudyUid,
                releasedFrom);
    }

    /** The AE title and the message id of the C-MOVE request, PS3.7 9.1.1.1.6 and 9.1.1.1.7. */
    public record MoveOriginator(String aeTitle, int messageId) {}
}

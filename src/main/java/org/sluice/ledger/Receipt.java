package org.sluice.ledger;

import org.sluice.store.Origin;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.SpoolFacts;
import org.sluice.store.UidText;

/**
 * An instance as it was received, which is what the ledger knows it by: the same instance that comes again is another receipt.
 * UIDs are those of the sender, before any edit; a text that is no UID by PS3.5 9.1 is left out, since anything may be in it.
 *
 * @param receivedAt when its C-STORE request came, in milliseconds since 1970; with the association and the UID it names the
 *     receipt
 * @param association as in the log
 * @param route the called AE title of the route
 * @param callingAe who sent it, fit for a line
 * @param studyUid (0020,000D) as it was received; empty when it is not known
 * @param sopInstanceUid as in the request
 * @param bytes of the data set
 */
public record Receipt(
        long receivedAt,
        String association,
        String route,
        String callingAe,
        String studyUid,
        String sopInstanceUid,
        long bytes) {
    /** Leaves out what is no UID. */
    public Receipt {
        studyUid = UidText.validOrEmpty(studyUid);
        sopInstanceUid = UidText.validOrEmpty(sopInstanceUid);
    }

    /** One that arrives. */
    public static Receipt of(Origin origin, String route, String studyUid, String sopInstanceUid, long bytes) {
        return new Receipt(
                origin.receivedAt().toEpochMilli(),
                origin.association(),
                route,
                origin.callingAe(),
                studyUid,
                sopInstanceUid,
                bytes);
    }

    /**
     * One that is in the spool.
     *
     * @param bytes of the data set that is sent, which is all that the spool knows
     */
    public static Receipt of(SpoolFacts facts, long bytes) {
        return of(facts.origin(), facts.route(), facts.receivedStudyUid(), facts.receivedSopInstanceUid(), bytes);
    }

    /** One that is in the quarantine. */
    public static Receipt of(QuarantineEntry entry, long bytes) {
        QuarantineEntry.Identity identity = entry.identity();
        return of(entry.origin(), entry.origin().calledAe(), identity.studyUid(), identity.sopUid(), bytes);
    }

    /** The same for whoever only asks whether two are the same. */
    Key key(String destination) {
        return new Key(receivedAt, association, sopInstanceUid, destination);
    }

    /** What names an entry. */
    record Key(long receivedAt, String association, String sopInstanceUid, String destination) {
        /** Without the UID, which is long: an association has few requests in a millisecond. */
        @Override
        public int hashCode() {
            return (Long.hashCode(receivedAt) * 31 + association.hashCode()) * 31 + destination.hashCode();
        }

        /** Short enough to keep for each of many: different for two entries, but for one time in 2^64. */
        long mark() {
            long hash = 0xCBF2_9CE4_8422_2325L ^ receivedAt;
            for (String text : new String[] {association, sopInstanceUid, destination}) {
                for (int i = 0; i < text.length(); i++) {
                    hash = (hash ^ text.charAt(i)) * 0x100_0000_01B3L;
                }
                hash = (hash ^ 0x100) * 0x100_0000_01B3L;
            }
            return hash;
        }
    }
}

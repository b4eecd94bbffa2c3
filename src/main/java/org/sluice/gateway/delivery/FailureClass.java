package org.sluice.gateway.delivery;

import java.io.IOException;
import java.util.Locale;
import org.sluice.net.AssociationException;
import org.sluice.net.Status;
import org.sluice.store.DamagedSpoolFileException;

/**
 * In which way an instance did not get to its destination, and what follows: whose fault it is taken for, whether the instance
 * is tried again, and when it is held. One row each; {@code docs/delivery.md} prints the same table.
 *
 * <p>Statuses of C-STORE are those of PS3.4 Table B.2-1 and PS3.7 Annex C; rejections those of PS3.8 Table 9-21.
 */
public enum FailureClass {
    /** There is nobody to talk to. */
    CANNOT_CONNECT(
            "no connection, no TLS, no answer to the association request; a folder that cannot be written",
            Fault.DESTINATION,
            Again.AT_DESTINATIONS_PACE,
            Held.NEVER),
    /** Not now. */
    REJECTED_TRANSIENT(
            "association rejected, transient; HTTP 408, 429, 503",
            Fault.DESTINATION,
            Again.AT_DESTINATIONS_PACE,
            Held.NEVER),
    /** Not under these titles, or not at this address. */
    REJECTED_PERMANENT(
            "association rejected, permanent; HTTP 3xx, 404, 405, 410, 501",
            Fault.DESTINATION,
            Again.AT_DESTINATIONS_PACE,
            Held.NEVER),
    /** The destination takes no such SOP class, or not in this transfer syntax. */
    CONTEXT_NOT_ACCEPTED(
            "presentation context not accepted; HTTP 406, 415", Fault.INSTANCE, Again.AT_OWN_PACE, Held.AFTER_ATTEMPTS),
    /** The destination takes the SOP class, but not in this transfer syntax, into another of which it cannot be brought. */
    SYNTAX_NOT_TAKEN(
            "transfer syntax not taken, though the SOP class is in another; see `adapt`",
            Fault.INSTANCE,
            Again.NEVER,
            Held.AT_ONCE),
    /** Refused: out of resources. */
    OUT_OF_RESOURCES("A7xxH; HTTP 507", Fault.TOLD_BY_OTHERS, Again.AT_OWN_PACE, Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** Error: data set does not match SOP class. */
    DATA_SET_MISMATCH("A9xxH", Fault.INSTANCE, Again.AT_OWN_PACE, Held.AFTER_ATTEMPTS),
    /** Error: cannot understand. */
    CANNOT_UNDERSTAND("CxxxH; HTTP 400, 409, 413, 422", Fault.INSTANCE, Again.AT_OWN_PACE, Held.AFTER_ATTEMPTS),
    /** Duplicate SOP instance, where the destination is configured with {@code duplicates: held}. */
    DUPLICATE("0111H with `duplicates: held`", Fault.INSTANCE, Again.NEVER, Held.AT_ONCE),
    /** Processing failure. */
    PROCESSING_FAILURE(
            "0110H, 0213H; HTTP 5xx", Fault.TOLD_BY_OTHERS, Again.AT_OWN_PACE, Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** Refused: not authorized. */
    NOT_AUTHORIZED(
            "0124H; HTTP 401, 403, 407",
            Fault.TOLD_BY_OTHERS,
            Again.AT_OWN_PACE,
            Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** Any other failure that the destination answers. */
    REFUSED(
            "01xxH, 02xxH and any other failure; no valid UID to name a file by",
            Fault.INSTANCE,
            Again.AT_OWN_PACE,
            Held.AFTER_ATTEMPTS),
    /** The destination ended the association. */
    ABORTED(
            "association aborted or released by the archive",
            Fault.TOLD_BY_OTHERS,
            Again.AT_OWN_PACE,
            Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** The connection ended without a word. */
    CONNECTION_LOST(
            "connection lost on the way",
            Fault.TOLD_BY_OTHERS,
            Again.AT_OWN_PACE,
            Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** The destination took the instance, or not even all of it, and said nothing. */
    NO_ANSWER(
            "no answer in time, or no data taken",
            Fault.TOLD_BY_OTHERS,
            Again.AT_OWN_PACE,
            Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** What came was no answer to what was asked. */
    WRONG_MESSAGE(
            "wrong message ID, or no response at all",
            Fault.TOLD_BY_OTHERS,
            Again.AT_OWN_PACE,
            Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** The file in the spool is not what was acknowledged. */
    DAMAGED_FILE("damaged spool file", Fault.INSTANCE, Again.NEVER, Held.AT_ONCE),
    /** The disk does not give it. */
    UNREADABLE_FILE(
            "spool file that cannot be read",
            Fault.TOLD_BY_OTHERS,
            Again.AT_OWN_PACE,
            Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS),
    /** A fault of this program. */
    INTERNAL_FAULT("internal fault", Fault.TOLD_BY_OTHERS, Again.AT_OWN_PACE, Held.AFTER_ATTEMPTS_WHILE_OTHERS_PASS);

    /** Whose fault it is taken for. */
    public enum Fault {
        /** It is the same for every instance: deliveries to the destination pause. */
        DESTINATION,
        /** Others are not concerned. */
        INSTANCE,
        /** The destination's when several instances in a row fail and none passes, else the instance's. */
        TOLD_BY_OTHERS
    }

    /** Whether and when the instance is tried again. */
    public enum Again {
        /** When the destination's pause is over, in its old place. */
        AT_DESTINATIONS_PACE,
        /** Behind others, after a pause of its own. */
        AT_OWN_PACE,
        /** Not at all. */
        NEVER
    }

    /** When the instance is held, for people to look at. */
    public enum Held {
        /** It waits until the destination takes it. */
        NEVER,
        /** When it was tried as often as configured, also if it is the only one. */
        AFTER_ATTEMPTS,
        /** The same, but only failures count after which others have passed. */
        AFTER_ATTEMPTS_WHILE_OTHERS_PASS,
        /** The first time. */
        AT_ONCE
    }

    private final String happened;
    private final Fault fault;
    private final Again again;
    private final Held held;

    FailureClass(String happened, Fault fault, Again again, Held held) {
        this.happened = happened;
        this.fault = fault;
        this.again = again;
        this.held = held;
    }

    /** What has happened, in the words of the standards. */
    public String happened() {
        return happened;
    }

    /** Whose fault it is taken for. */
    public Fault fault() {
        return fault;
    }

    /** Whether the instance is tried again. */
    public Again again() {
        return again;
    }

    /** When the instance is held. */
    public Held held() {
        return held;
    }

    /** As notes, logs and documents write it: {@code cannot-connect}. */
    public String label() {
        return label(this);
    }

    /** A constant of any of these, as documents write it. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of a status that is a failure; {@code 0111H} with {@code duplicates: held}. */
    public static FailureClass ofStatus(int status) {
        return switch (status & 0xFF00) {
            case Status.OUT_OF_RESOURCES -> OUT_OF_RESOURCES;
            case Status.DATA_SET_DOES_NOT_MATCH -> DATA_SET_MISMATCH;
            default ->
                switch (status) {
                    case Status.DUPLICATE_SOP_INSTANCE -> DUPLICATE;
                    case Status.PROCESSING_FAILURE, Status.RESOURCE_LIMITATION -> PROCESSING_FAILURE;
                    case Status.NOT_AUTHORIZED -> NOT_AUTHORIZED;
                    default -> (status & 0xF000) == Status.CANNOT_UNDERSTAND ? CANNOT_UNDERSTAND : REFUSED;
                };
        };
    }

    /** Of an HTTP status that is not a success. */
    public static FailureClass ofHttp(int status) {
        return switch (status) {
            case 408, 429, 503 -> REJECTED_TRANSIENT;
            case 404, 405, 410, 501 -> REJECTED_PERMANENT;
            case 406, 415 -> CONTEXT_NOT_ACCEPTED;
            case 507 -> OUT_OF_RESOURCES;
            case 401, 403, 407 -> NOT_AUTHORIZED;
            case 400, 409, 413, 422 -> CANNOT_UNDERSTAND;
            default -> status >= 500 ? PROCESSING_FAILURE : status < 400 ? REJECTED_PERMANENT : REFUSED;
        };
    }

    /** Why an association was not made. */
    public static FailureClass whenConnecting(IOException failure) {
        return failure instanceof AssociationException why && why.rejection().isPresent()
                ? why.rejection().get().isTransient() ? REJECTED_TRANSIENT : REJECTED_PERMANENT
                : CANNOT_CONNECT;
    }

    /** Why an association ended with an instance under way; or why the instance could not be read. */
    public static FailureClass underWay(IOException failure) {
        if (failure instanceof DamagedSpoolFileException) {
            return DAMAGED_FILE;
        }
        if (failure instanceof UnadaptableException) {
            return SYNTAX_NOT_TAKEN;
        }
        if (!(failure instanceof AssociationException why)) {
            return UNREADABLE_FILE;
        }
        return switch (why.kind()) {
            case ABORTED_BY_PEER, CLOSED, REJECTED -> ABORTED;
            case PROTOCOL_ERROR -> WRONG_MESSAGE;
            case TIMED_OUT -> NO_ANSWER;
            case CONNECTION, TLS -> CONNECTION_LOST;
        };
    }
}

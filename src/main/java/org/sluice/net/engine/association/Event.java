package org.sluice.net.engine.association;

import java.util.Locale;

/** What can happen to an association: the rows of PS3.8 Table 9-10, in its order. */
enum Event {
    ASSOCIATE_REQUEST,
    TRANSPORT_CONFIRM,
    ASSOCIATE_AC_PDU,
    ASSOCIATE_RJ_PDU,
    TRANSPORT_INDICATION,
    ASSOCIATE_RQ_PDU,
    ASSOCIATE_ACCEPT,
    ASSOCIATE_REJECT,
    P_DATA_REQUEST,
    P_DATA_PDU,
    RELEASE_REQUEST,
    RELEASE_RQ_PDU,
    RELEASE_RP_PDU,
    RELEASE_RESPONSE,
    ABORT_REQUEST,
    ABORT_PDU,
    TRANSPORT_CLOSED,
    ARTIM_EXPIRED,
    INVALID_PDU;

    /** What the peer did, in words for a log line. */
    String words() {
        return switch (this) {
            case ASSOCIATE_RQ_PDU -> "A-ASSOCIATE-RQ";
            case ASSOCIATE_AC_PDU -> "A-ASSOCIATE-AC";
            case ASSOCIATE_RJ_PDU -> "A-ASSOCIATE-RJ";
            case P_DATA_PDU -> "P-DATA-TF";
            case RELEASE_RQ_PDU -> "A-RELEASE-RQ";
            case RELEASE_RP_PDU -> "A-RELEASE-RP";
            case ABORT_PDU -> "A-ABORT";
            case INVALID_PDU -> "a PDU that is not valid";
            default -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}

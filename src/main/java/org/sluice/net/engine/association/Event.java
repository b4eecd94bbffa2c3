package org.sluice.net.engine.association;

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
    INVALID_PDU
}

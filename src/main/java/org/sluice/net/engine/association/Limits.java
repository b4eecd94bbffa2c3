package org.sluice.net.engine.association;

import java.time.Duration;

/**
 * How long an association waits, and how much it takes.
 *
 * @param artim for A-ASSOCIATE-RQ, and for the close after the last PDU
 * @param associate for the answer to A-ASSOCIATE-RQ
 * @param dimse for the rest of a message or a response; begins anew with each 64 KiB, so that a trickle does not hold
 *     an association
 * @param idle for the next message
 * @param writeStall for the peer to take one write
 * @param release for A-RELEASE-RP
 * @param maxPduLength the longest P-DATA-TF taken, in bytes without its header
 */
public record Limits(
        Duration artim,
        Duration associate,
        Duration dimse,
        Duration idle,
        Duration writeStall,
        Duration release,
        int maxPduLength) {}

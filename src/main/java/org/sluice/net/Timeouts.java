package org.sluice.net;

import java.time.Duration;

/**
 * How long the network may keep this side waiting; all are positive.
 *
 * @param connect until a connection stands, as requestor
 * @param artim PS3.8 9.1.5: for the request after a connection was accepted, and for the close after the last PDU
 * @param associate for the answer to A-ASSOCIATE-RQ
 * @param dimse for the rest of a message that has begun, or for the response to one that was sent
 * @param idle for the next message, as acceptor
 * @param writeStall until the peer has taken what one write offered
 * @param release for the answer to A-RELEASE-RQ
 */
public record Timeouts(
        Duration connect,
        Duration artim,
        Duration associate,
        Duration dimse,
        Duration idle,
        Duration writeStall,
        Duration release) {
    /** What fits a local network: 10 s to connect and to release, 10 min between messages, 30 s or 60 s for the rest. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10));

    /** @throws IllegalArgumentException if one of them is zero or negative */
    public Timeouts {
        positive("connect", connect);
        positive("artim", artim);
        positive("associate", associate);
        positive("dimse", dimse);
        positive("idle", idle);
        positive("writeStall", writeStall);
        positive("release", release);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": expected a positive duration, found " + duration);
        }
    }

    /** With another ARTIM timer. */
    public Timeouts withArtim(Duration duration) {
        return new Timeouts(connect, duration, associate, dimse, idle, writeStall, release);
    }

    /** With at most so long until a connection stands, and as long again for the answer to A-ASSOCIATE-RQ. */
    public Timeouts withinToAssociate(Duration most) {
        Duration shortConnect = connect.compareTo(most) > 0 ? most : connect;
        Duration shortAssociate = associate.compareTo(most) > 0 ? most : associate;
        return new Timeouts(shortConnect, artim, shortAssociate, dimse, idle, writeStall, release);
    }

    /** With another time for the rest of a message. */
    public Timeouts withDimse(Duration duration) {
        return new Timeouts(connect, artim, associate, duration, idle, writeStall, release);
    }

    /** With another time between messages. */
    public Timeouts withIdle(Duration duration) {
        return new Timeouts(connect, artim, associate, dimse, duration, writeStall, release);
    }

    /** With another time for the peer to take one write. */
    public Timeouts withWriteStall(Duration duration) {
        return new Timeouts(connect, artim, associate, dimse, idle, duration, release);
    }
}

package org.sluice.config;

import java.time.Duration;

/**
 * How long the gateway waits. Each is at least 1 ms and at most a day.
 *
 * @param artim the ARTIM timer, PS3.8 9.1.5: for an association request, and for the transport to be closed
 * @param idle for the next byte of a caller on an open association, then it is aborted
 * @param connect for the TCP connection to a destination
 * @param associate for a destination's answer to an association request
 * @param dimse for a destination's response to a C-STORE or C-ECHO
 * @param writeStall for a peer to take what one write offers
 * @param release for the answer to a release request
 * @param shutdown for instances in flight when the gateway is stopped
 */
public record TimeoutsConfig(
        Duration artim,
        Duration idle,
        Duration connect,
        Duration associate,
        Duration dimse,
        Duration writeStall,
        Duration release,
        Duration shutdown) {

    static final TimeoutsConfig DEFAULT = new TimeoutsConfig(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    static TimeoutsConfig read(Section section) {
        section.only("artim", "idle", "connect", "associate", "dimse", "write-stall", "release", "shutdown");
        return new TimeoutsConfig(
                section.duration("artim", DEFAULT.artim()),
                section.duration("idle", DEFAULT.idle()),
                section.duration("connect", DEFAULT.connect()),
                section.duration("associate", DEFAULT.associate()),
                section.duration("dimse", DEFAULT.dimse()),
                section.duration("write-stall", DEFAULT.writeStall()),
                section.duration("release", DEFAULT.release()),
                section.duration("shutdown", DEFAULT.shutdown()));
    }
}

package org.sluice.config;

import java.time.Duration;
import java.util.Optional;

/**
 * From where on a route takes no more instances, until less waits again. Empty: no limit, but for {@code diskFree} of a durable
 * route, which is {@code limits.disk-room} then.
 *
 * @param bytes that may wait for one of its destinations, 1 MiB to 1 PiB
 * @param diskFree bytes of room to be left on the disks of {@code data} and {@code quarantine}, up to 1 PiB
 * @param age how long an instance may wait, up to 90 days
 */
public record HighWaterConfig(Optional<Long> bytes, Optional<Long> diskFree, Optional<Duration> age) {
    /** Nothing said. */
    public static final HighWaterConfig NONE =
            new HighWaterConfig(Optional.empty(), Optional.empty(), Optional.empty());

    private static final long LEAST = 1 << 20;
    private static final long MOST = 1L << 50;
    private static final Duration LONGEST = Duration.ofDays(90);

    static HighWaterConfig read(Section section) {
        section.only("bytes", "disk-free", "age");
        return new HighWaterConfig(
                section.find("bytes").map(value -> section.largeSize("bytes", LEAST, LEAST, MOST)),
                section.find("disk-free").map(value -> section.largeSize("disk-free", 0, 0, MOST)),
                section.find("age").map(value -> section.duration("age", LONGEST, LONGEST)));
    }
}

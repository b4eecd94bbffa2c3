package org.sluice.gateway.route;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.sluice.config.DeliveryMode;
import org.sluice.config.HighWaterConfig;

/**
 * Whether so much waits behind a route that it takes no more. The answer changes with {@link #compare} alone, and goes back only
 * when a tenth less than the limit is there, so that it does not change with every instance. Any thread may ask; one compares.
 */
public final class HighWaterMark {
    private static final int TENTHS = 10;

    private final HighWaterConfig limits;
    private volatile Optional<String> reached = Optional.empty();

    /**
     * What there is.
     *
     * @param waiting bytes in the longest queue of the route's destinations
     * @param diskFree bytes of room on the disk that has less; empty when it cannot be told
     * @param oldest how long the instance has waited that has waited longest; zero when none waits
     */
    public record Level(long waiting, OptionalLong diskFree, Duration oldest) {}

    private HighWaterMark(HighWaterConfig limits) {
        this.limits = limits;
    }

    /** The mark of a route. A durable one keeps {@code diskRoom} bytes of room on its disks unless it says something else. */
    public static HighWaterMark of(HighWaterConfig said, DeliveryMode deliver, long diskRoom) {
        boolean byDefault = said.diskFree().isEmpty() && deliver == DeliveryMode.DURABLE;
        return new HighWaterMark(
                byDefault ? new HighWaterConfig(said.bytes(), Optional.of(diskRoom), said.age()) : said);
    }

    /** The mark of a route that is a route no more: associations that it still has may end in peace. */
    public void retire() {
        reached = Optional.empty();
    }

    /** Why the route takes no instances, in words that name the limit; empty while it does. */
    public Optional<String> reached() {
        return reached;
    }

    /** Whether there is any limit to compare with. */
    public boolean limitsAnything() {
        return !limits.equals(HighWaterConfig.NONE);
    }

    /**
     * Compares what there is now with the limits.
     *
     * @return whether the answer is another than before
     */
    public boolean compare(Level now) {
        Optional<String> before = reached;
        reached = above(now, before.isPresent() ? TENTHS - 1 : TENTHS);
        return before.isPresent() != reached.isPresent();
    }

    /** @param tenths of each limit that count as the limit */
    private Optional<String> above(Level now, int tenths) {
        if (limits.bytes()
                .filter(most -> now.waiting() > most / TENTHS * tenths)
                .isPresent()) {
            return Optional.of("%d MiB wait, high-water: bytes is %d MiB"
                    .formatted(mib(now.waiting()), mib(limits.bytes().get())));
        }
        long free = now.diskFree().orElse(Long.MAX_VALUE);
        if (limits.diskFree()
                .filter(least -> free < least + least / TENTHS * (TENTHS - tenths))
                .isPresent()) {
            return Optional.of("%d MiB of room are left, high-water: disk-free is %d MiB"
                    .formatted(mib(free), mib(limits.diskFree().get())));
        }
        if (limits.age()
                .filter(most -> now.oldest().compareTo(most.dividedBy(TENTHS).multipliedBy(tenths)) > 0)
                .isPresent()) {
            return Optional.of("the oldest has waited for %d s, high-water: age is %d s"
                    .formatted(now.oldest().toSeconds(), limits.age().get().toSeconds()));
        }
        return Optional.empty();
    }

    private static long mib(long bytes) {
        return bytes >> 20;
    }
}

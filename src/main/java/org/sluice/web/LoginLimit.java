package org.sluice.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often somebody may be wrong about a passcode: some times, then after a pause that doubles. By addresses, of which so many are
 * remembered. Any thread.
 */
final class LoginLimit {
    private static final int FREE = 5;
    private static final int MOST = 10_000;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    private final LongSupplier nanos;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    private record Failures(int count, long last, Duration pause) {}

    /** @param nanos a clock as {@link System#nanoTime} is one */
    LoginLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long an address has to wait before it is heard; empty when it need not. */
    synchronized Optional<Duration> pause(String address) {
        Failures known = failures.get(address);
        if (known == null) {
            return Optional.empty();
        }
        Duration since = Duration.ofNanos(nanos.getAsLong() - known.last());
        if (since.compareTo(FORGOTTEN) > 0) {
            failures.remove(address);
            return Optional.empty();
        }
        Duration left = known.pause().minus(since);
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    synchronized void failed(String address) {
        int count = failures.getOrDefault(address, new Failures(0, 0, Duration.ZERO))
                        .count()
                + 1;
        failures.put(address, new Failures(count, nanos.getAsLong(), pauseAfter(count)));
    }

    private static Duration pauseAfter(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        Duration pause = FIRST.multipliedBy(1L << Math.min(20, count - FREE));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    synchronized void succeeded(String address) {
        failures.remove(address);
    }
}

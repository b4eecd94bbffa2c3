package org.sluice.cli;

import java.time.Duration;

/** Hands results on as they come: the first at once, the others a few times a second. Used by one thread. */
final class TimelyFlush {
    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

    private final Console console;
    private boolean begun;
    private long flushed;

    TimelyFlush(Console console) {
        this.console = console;
    }

    /** To be called after each result. */
    void resultPrinted() {
        long now = System.nanoTime();
        if (!begun || now - flushed >= PAUSE_NANOS) {
            begun = true;
            flushed = now;
            console.out().flush();
        }
    }
}

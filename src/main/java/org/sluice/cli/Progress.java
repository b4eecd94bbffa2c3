package org.sluice.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A line on the terminal that says how far a long command is: files, rate, time left. Where nobody watches it prints
 * nothing. Used by one thread.
 */
final class Progress {
    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final int BAR = 20;
    private static final String CLEAR = "\r\u001B[K";

    private final Console console;
    private final long started;
    private long shown;
    private boolean onScreen;

    Progress(Console console) {
        this.console = console;
        this.started = System.nanoTime();
        this.shown = started;
    }

    /** Says how many files are done; {@code all} is empty as long as it is not known how many there are. */
    void done(long files, OptionalLong all) {
        if (!console.terminal()) {
            return;
        }
        long now = System.nanoTime();
        if (now - shown < PAUSE_NANOS) {
            return;
        }
        shown = now;
        onScreen = true;
        console.err().print(CLEAR + line(files, all, Duration.ofNanos(now - started)));
        console.err().flush();
    }

    /** Takes the line off the screen: before other output, and at the end. */
    void clear() {
        if (onScreen) {
            onScreen = false;
            console.err().print(CLEAR);
            console.err().flush();
        }
    }

    /** The line itself. */
    static String line(long files, OptionalLong all, Duration elapsed) {
        double rate = files / Math.max(1e-9, elapsed.toNanos() / 1e9);
        String counted = String.format(Locale.ROOT, "%,d files, %,.0f/s", files, rate);
        if (all.isEmpty() || all.getAsLong() == 0) {
            return counted;
        }
        double part = Math.min(1.0, (double) files / all.getAsLong());
        int filled = (int) (part * BAR);
        long left = (long) Math.ceil((all.getAsLong() - files) / Math.max(1e-9, rate));
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] "
                + String.format(Locale.ROOT, "%d %% of %,d: ", (int) (part * 100), all.getAsLong())
                + counted + ", " + clock(Math.max(0, left)) + " left";
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}

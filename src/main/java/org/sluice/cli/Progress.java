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
    private final String what;
    private long started;
    private long shown;
    private boolean onScreen;

    Progress(Console console) {
        this(console, "files");
    }

    /** Of something else than files. */
    Progress(Console console, String what) {
        this.console = console;
        this.what = what;
        begin();
    }

    /** Counts the time from now on. */
    final void begin() {
        started = System.nanoTime();
        shown = started;
    }

    /** Says how many are done; {@code all} is empty as long as it is not known how many there are. */
    void done(long done, OptionalLong all) {
        if (!console.terminal()) {
            return;
        }
        long now = System.nanoTime();
        if (now - shown < PAUSE_NANOS) {
            return;
        }
        shown = now;
        onScreen = true;
        console.out().flush(); // what is still to be shown must not follow on this line
        console.err().print(CLEAR + line(what, done, all, Duration.ofNanos(now - started)));
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
    static String line(String what, long done, OptionalLong all, Duration elapsed) {
        double rate = done / Math.max(1e-9, elapsed.toNanos() / 1e9);
        String counted = String.format(Locale.ROOT, "%,d %s, %,.0f/s", done, what, rate);
        if (all.isEmpty() || all.getAsLong() == 0) {
            return counted;
        }
        double part = Math.min(1.0, (double) done / all.getAsLong());
        int filled = (int) (part * BAR);
        long left = (long) Math.ceil((all.getAsLong() - done) / Math.max(1e-9, rate));
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

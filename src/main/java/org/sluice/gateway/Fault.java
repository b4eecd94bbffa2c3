package org.sluice.gateway;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A fault of our own in words for the log. */
final class Fault {
    private static final int MOST_FRAMES = 12;

    private Fault() {}

    /** What it is and where it came from; not its message, which may quote a value of a data set. */
    static String describe(Throwable fault) {
        return fault.getClass().getName() + " at "
                + Arrays.stream(fault.getStackTrace())
                        .limit(MOST_FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(", called by "));
    }
}

package org.sluice.benchmark;

import java.util.Optional;

/**
 * What an output makes of one answer.
 *
 * @param sopInstanceUid of the output
 * @param share how much of it is right, 0 to 1; empty where a program cannot tell
 */
public record Judged(Answer answer, String sopInstanceUid, Optional<Double> share) {
    /** Whether all of it is right. */
    public boolean passed() {
        return share.isPresent() && share.get() >= 1;
    }
}

package org.sluice.fuzz;

import java.util.Optional;
import java.util.Set;
import org.sluice.net.stow.InstanceResult;
import org.sluice.net.stow.StowAnswer;

/** The payload of an answer to a Store request, in JSON or XML. */
public final class StowAnswerTarget {
    /** The SOP Instance UID that the inputs name. */
    static final String UID = "1.2.3";

    private static final int PER_BYTE = 500;

    private StowAnswerTarget() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Allocation.bounded(input.length, PER_BYTE, () -> read(input));
    }

    private static void read(byte[] input) {
        StowAnswer answer = StowAnswer.read(202, Optional.empty(), input, Set.of(UID));
        boolean unclear = answer.of(UID) instanceof InstanceResult.Unclear;
        if (answer.fault().isPresent() && !unclear) {
            throw new AssertionError("an answer that cannot be read says something");
        }
    }
}

package org.sluice.net.engine;

import org.sluice.net.Timeouts;
import org.sluice.net.engine.association.Limits;

/** The timeouts of the seam as the engine takes them. */
final class EngineLimits {
    private EngineLimits() {}

    static Limits of(Timeouts timeouts, int maxPduLength) {
        return new Limits(
                timeouts.artim(),
                timeouts.associate(),
                timeouts.dimse(),
                timeouts.idle(),
                timeouts.writeStall(),
                timeouts.release(),
                maxPduLength);
    }
}

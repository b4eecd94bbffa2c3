package org.sluice.gateway.intake;

import java.io.IOException;
import org.sluice.gateway.route.InstanceDecision;

/** An instance of the quarantine, or an original of the spool, cannot go on by the recipe. The message says why, without patient values. */
public final class HeldBackException extends IOException {
    private static final long serialVersionUID = 1L;

    HeldBackException(String why) {
        super(why);
    }

    HeldBackException(InstanceDecision.Quarantine why) {
        super(why.kind().word() + (why.detail().isEmpty() ? "" : " (" + why.detail() + ")"));
    }
}

package org.sluice.gateway.desk;

import java.io.IOException;
import org.sluice.config.DeskRole;

/** Whoever asks may not do that. */
public final class ForbiddenException extends IOException {
    private static final long serialVersionUID = 1L;

    ForbiddenException(DeskRole least, DeskRole has) {
        super("this takes the role " + least.word() + "; yours is " + has.word());
    }
}

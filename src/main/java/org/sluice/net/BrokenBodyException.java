package org.sluice.net;

import java.io.IOException;

/**
 * The association over which a data set was arriving is over (abort, lost connection, timeout, protocol error): what came
 * of it is not an instance. Never the fault of where the data set was being sent on to.
 */
public final class BrokenBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Of the end that the association found. */
    public BrokenBodyException(AssociationException end) {
        super(end.getMessage(), end);
    }
}

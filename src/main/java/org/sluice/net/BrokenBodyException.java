package org.sluice.net;

import java.io.IOException;
import org.sluice.net.association.UpperLayerException;

/**
 * The association over which a data set was arriving is over (abort, lost connection, timeout, protocol error): what came
 * of it is not an instance. Never the fault of where the data set was being sent on to.
 */
public final class BrokenBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenBodyException(String peer, UpperLayerException cause) {
        super(EndOf.exception(peer, cause).getMessage(), cause);
    }
}

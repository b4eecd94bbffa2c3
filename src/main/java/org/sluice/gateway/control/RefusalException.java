package org.sluice.gateway.control;

import java.io.IOException;

/** The node does not do what it is asked. The message is a sentence for whoever asked, without patient values. */
public final class RefusalException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what was expected and what was found. */
    public RefusalException(String message) {
        super(message);
    }
}

package org.sluice.gateway.control;

import java.io.IOException;

/** No node answers: none runs, it is another user's, or it takes too long. The message says which, and what helps. */
public final class NoNodeException extends IOException {
    private static final long serialVersionUID = 1L;

    NoNodeException(String message) {
        super(message);
    }

    NoNodeException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.sluice.cli;

/** No node answers a command that asks one. The message says which, why, and what helps. */
final class NodeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

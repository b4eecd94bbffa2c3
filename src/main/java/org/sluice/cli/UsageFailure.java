package org.sluice.cli;

/** Words on the command line that make no sense together. The message says what was expected and what was found. */
final class UsageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageFailure(String message) {
        super(message);
    }
}

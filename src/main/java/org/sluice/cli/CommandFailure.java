package org.sluice.cli;

/** A command that cannot go on. The message is what the person who typed it reads: a sentence without patient values. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.sluice.net.stow;

/** An answer that is not what PS3.18 10.5.3 says; the message quotes nothing of it. */
final class MalformedAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }

    MalformedAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}

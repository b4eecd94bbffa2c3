package org.sluice.net.tls;

import org.jspecify.annotations.Nullable;

/** A file of keys or certificates that cannot be used; the message names it and says why, without its content. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With words that quote nothing of the file. */
    public KeyFileException(String message) {
        this(message, null);
    }
}

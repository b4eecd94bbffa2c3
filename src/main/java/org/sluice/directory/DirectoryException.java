package org.sluice.directory;

import java.io.IOException;

/** The directory could not be read. The message says where, what was found and what helps. */
public final class DirectoryException extends IOException {
    private static final long serialVersionUID = 1L;

    DirectoryException(String message) {
        super(message);
    }

    DirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}

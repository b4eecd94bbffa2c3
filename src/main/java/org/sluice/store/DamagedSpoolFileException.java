package org.sluice.store;

import java.io.IOException;

/**
 * A file of the spool holds less than was committed. It is never delivered as if it were whole; the queue sets it aside
 * when it comes to it again.
 */
public final class DamagedSpoolFileException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedSpoolFileException(String message) {
        super(message);
    }
}

package org.sluice.crosswalk;

import java.io.IOException;

/** A message of a crosswalk cannot be read. The message of the exception says what it is, without values. */
class UnreadableMessageException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableMessageException(String what) {
        super(what);
    }
}

package org.sluice.net.engine.dimse;

import org.sluice.text.OneLine;

/** A message that cannot be understood: no response could be addressed, so the association is aborted. */
public final class DimseException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what was expected and what was found; the text is made fit for a line. */
    public DimseException(String message) {
        super(OneLine.of(message));
    }
}

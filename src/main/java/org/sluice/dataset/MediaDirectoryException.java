package org.sluice.dataset;

/** A directory of a medium, PS3.10 8: nothing in it can be filtered or sent, and names are all over it. */
public final class MediaDirectoryException extends DataSetException {
    private static final long serialVersionUID = 1L;

    MediaDirectoryException() {
        super("expected an instance, found a DICOMDIR (Media Storage Directory)");
    }
}

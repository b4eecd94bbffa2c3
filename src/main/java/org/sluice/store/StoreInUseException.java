package org.sluice.store;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, or another node of this one, has a store open. */
public final class StoreInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    StoreInUseException(Path directory) {
        super(directory + " is in use by another gateway");
    }
}

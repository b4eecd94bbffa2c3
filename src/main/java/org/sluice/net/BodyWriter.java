package org.sluice.net;

import java.io.IOException;

/** Writes one data set, encoded in the transfer syntax of the {@link StoreCommand}, to the association. */
@FunctionalInterface
public interface BodyWriter {
    /** Writes it all; an exception aborts the association, for a data set cannot be taken back half sent. */
    void writeTo(BodySink sink) throws IOException;
}

package org.sluice.cli;

import java.io.IOException;
import org.sluice.recipe.Inspected;

/** How {@code inspect} shows what it finds. Files come in the order of the walk; used by one thread. */
interface InspectReport extends AutoCloseable {
    void add(Inspected inspected) throws IOException;

    /** After the last file. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}

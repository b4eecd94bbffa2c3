package org.sluice.verify;

import java.io.IOException;
import java.io.Writer;

/** A form of a report. */
@FunctionalInterface
public interface ReportWriter {
    /** Writes all of it, and closes nothing. */
    void write(VerifyReport report, Writer out) throws IOException;
}

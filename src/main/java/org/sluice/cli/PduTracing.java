package org.sluice.cli;

import java.util.Arrays;
import picocli.CommandLine.Option;

/**
 * The option of a command that logs what goes over the wire. Loggers are configured once, before a command line is
 * understood: so {@link #configure} looks for the option by itself, and here it only has its name and its help.
 */
final class PduTracing {
    private static final String NAME = "--trace-pdu";

    /** Understood by logback.xml. */
    private static final String LEVEL = "SLUICE_TRACE_PDU";

    @Option(
            names = NAME,
            description = "Log every PDU in one line, association requests in full, never values of data sets.")
    private boolean wanted;

    /** To be called before the first logger is made. */
    static void configure(String[] arguments) {
        if (Arrays.asList(arguments).contains(NAME)) {
            System.setProperty(LEVEL, "DEBUG");
        }
    }

    /** Whether it was given. */
    boolean isWanted() {
        return wanted;
    }
}

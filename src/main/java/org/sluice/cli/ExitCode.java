package org.sluice.cli;

/** What the process says to the shell when it ends. */
public final class ExitCode {
    /** Done, and nothing to complain about. */
    public static final int OK = 0;

    /** It failed, or found what it was asked to look for. */
    public static final int PROBLEM = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    /** No node answers a command that asks one. */
    public static final int NO_NODE = 3;

    private ExitCode() {}
}

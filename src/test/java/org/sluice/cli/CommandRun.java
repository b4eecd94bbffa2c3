package org.sluice.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * One command line run in this process, and what came of it.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int code, String out, String err) {
    /** Runs it. */
    public static CommandRun of(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = List.of(words).stream().map(Object::toString).toArray(String[]::new);
        int code = Cli.run(args, new Console(new PrintWriter(out), new PrintWriter(err), false));
        return new CommandRun(code, out.toString(), err.toString());
    }

    public List<String> lines() {
        return out.lines().toList();
    }
}

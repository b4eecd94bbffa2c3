package org.sluice.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command prints. Commands take one in their constructor.
 *
 * @param out results; buffered, flushed at the end of the command
 * @param err problems and progress; flushed at each line
 * @param terminal whether a person watches {@code err}, so that progress may be shown there
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) {
    private static final int BUFFER = 1 << 16;

    /** The console of this process. Results are UTF-8 whatever the locale: they hold names and values of any script. */
    static Console ofProcess() {
        PrintWriter out = new PrintWriter(
                new OutputStreamWriter(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
                        StandardCharsets.UTF_8),
                false);
        PrintWriter err = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), Charset.defaultCharset()), true);
        return new Console(out, err, standardErrorIsTerminal());
    }

    /** Prints one line on {@code err}. */
    void error(String line) {
        err.println(line);
        err.flush();
    }

    /** Java cannot tell of standard error alone; Linux can. Elsewhere no progress is shown. */
    private static boolean standardErrorIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException noSuchFile) {
            return false;
        }
    }
}

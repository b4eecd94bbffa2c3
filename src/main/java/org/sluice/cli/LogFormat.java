package org.sluice.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import org.slf4j.event.Level;
import org.sluice.text.Log;
import picocli.CommandLine.Option;

/**
 * The option that makes each line of the log a JSON object. Loggers are configured once, before a command line is
 * understood: so {@link #isJson} looks for the option by itself, and here it only has its name and its help. With JSON all
 * that the command says goes through the log, what it prints at its start and its errors too: who reads objects from a
 * stream must find nothing else there.
 */
final class LogFormat {
    private static final String NAME = "--log";
    private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

    /** Understood by logback.xml. */
    private static final String APPENDER = "SLUICE_LOG_FORMAT";

    /** In lower case because they are typed so, and are the names of appenders in logback.xml. */
    enum Format {
        text,
        json
    }

    @Option(
            names = NAME,
            paramLabel = "FORMAT",
            description = "How the log is written: ${COMPLETION-CANDIDATES} (default: text). With json, all that is"
                    + " printed is one JSON object a line, on standard output.")
    @SuppressWarnings("UnusedVariable") // for its name and help
    private Format format = Format.text;

    /** Whether a command line asks for JSON: of {@code serve}, and not for its help. */
    static boolean isJson(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        int at = words.indexOf(NAME);
        boolean named = words.contains(NAME + "=" + Format.json)
                || (at >= 0 && at + 1 < words.size() && words.get(at + 1).equals(Format.json.name()));
        return named
                && CommandLineOrder.arranged(arguments).get(0).equals("serve")
                && words.stream().noneMatch(HELP::contains);
    }

    /** Makes the log write JSON, also of exceptions that end a thread; to be called before the first logger is made. */
    static Console writeJson() {
        System.setProperty(APPENDER, Format.json.name());
        Log log = Log.of(LogFormat.class);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> log.error("{} ended: {}", thread.getName(), failure));
        return new Console(
                new PrintWriter(new Events(log, Level.INFO, true)),
                new PrintWriter(new Events(log, Level.ERROR, false)),
                false);
    }

    /** Makes events of what is printed: one of each line, or one of all lines up to a flush. */
    private static final class Events extends Writer {
        private final Log log;
        private final Level level;
        private final boolean eachLine;
        private final StringBuilder text = new StringBuilder();

        Events(Log log, Level level, boolean eachLine) {
            this.log = log;
            this.level = level;
            this.eachLine = eachLine;
        }

        @Override
        public void write(char[] characters, int from, int count) {
            synchronized (lock) {
                text.append(characters, from, count);
            }
        }

        @Override
        public void flush() {
            synchronized (lock) {
                String all = text.toString();
                text.setLength(0);
                if (eachLine) {
                    all.lines().forEach(line -> log.line(level, line));
                } else if (!all.isBlank()) {
                    log.lines(level, all.lines().toList());
                }
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}

package org.sluice.text;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log of one class. Every line goes through {@link OneLine}, and so does everything that is named in it: nobody has to
 * remember to escape the text of a peer or the name of a file, and an exception that may quote a value is told by its kind
 * and place alone. {@code ArchitectureTest} sees to it that nobody logs past this. Any thread.
 */
public final class Log {
    /** A PDU trace shows what was negotiated in full. */
    private static final int LONGEST_LINE = 1 << 15;

    /** Under this name, which logback.xml knows, the kind of a failure goes with its line. */
    private static final String KIND = "exception";

    private final Logger to;

    private Log(Logger to) {
        this.to = to;
    }

    /** The log of a class. */
    public static Log of(Class<?> type) {
        return new Log(LoggerFactory.getLogger(type));
    }

    /** The log of that name, for what is switched on and off by itself. */
    public static Log named(String name) {
        return new Log(LoggerFactory.getLogger(name));
    }

    /** A person must act; see {@link #at}. */
    public void error(String words, @Nullable Object... named) {
        at(Level.ERROR, words, named);
    }

    /** An instance or association failed; see {@link #at}. */
    public void warn(String words, @Nullable Object... named) {
        at(Level.WARN, words, named);
    }

    /** One event; see {@link #at}. */
    public void info(String words, @Nullable Object... named) {
        at(Level.INFO, words, named);
    }

    /** More than most people want to know; see {@link #at}. */
    public void debug(String words, @Nullable Object... named) {
        at(Level.DEBUG, words, named);
    }

    /** Whether DEBUG lines are written. */
    public boolean isDebugEnabled() {
        return to.isDebugEnabled();
    }

    /**
     * One line.
     *
     * @param words with {@code {}} where something is named
     * @param named in that order
     */
    public void at(Level level, String words, @Nullable Object... named) {
        if (to.isEnabledForLevel(level)) {
            Object[] fit = new Object[named.length];
            Throwable failure = null;
            for (int i = 0; i < named.length; i++) {
                fit[i] = fit(named[i]);
                failure = named[i] instanceof Throwable thrown ? thrown : failure;
            }
            String line = MessageFormatter.basicArrayFormat(words, fit);
            if (failure == null) {
                line(level, line);
            } else {
                lineOf(failure, level, line);
            }
        }
    }

    /** With the kind of a failure beside it, for a log that has fields. */
    private void lineOf(Throwable failure, Level level, String line) {
        try (var scope = MDC.putCloseable(KIND, failure.getClass().getName())) {
            line(level, line);
        }
    }

    /** A line that was made elsewhere. */
    public void line(Level level, String line) {
        write(level, OneLine.of(line, LONGEST_LINE));
    }

    /** Lines that stand below each other, as one event: for a log that shows an event as an object, not as a line. */
    public void lines(Level level, List<String> lines) {
        write(level, lines.stream().map(OneLine::inColumns).collect(Collectors.joining("\n")));
    }

    private void write(Level level, String text) {
        switch (level) {
            case ERROR -> to.error(text);
            case WARN -> to.warn(text);
            case INFO -> to.info(text);
            case DEBUG -> to.debug(text);
            case TRACE -> to.trace(text);
        }
    }

    private static Object fit(@Nullable Object named) {
        if (named instanceof Number) {
            return named;
        }
        return named instanceof Throwable failure ? OneLine.of(failure) : OneLine.of(String.valueOf(named));
    }
}

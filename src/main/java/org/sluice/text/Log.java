package org.sluice.text;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
            for (int i = 0; i < named.length; i++) {
                fit[i] = fit(named[i]);
            }
            line(level, MessageFormatter.basicArrayFormat(words, fit));
        }
    }

    /** A line that was made elsewhere. */
    public void line(Level level, String line) {
        String fit = OneLine.of(line, LONGEST_LINE);
        switch (level) {
            case ERROR -> to.error(fit);
            case WARN -> to.warn(fit);
            case INFO -> to.info(fit);
            case DEBUG -> to.debug(fit);
            case TRACE -> to.trace(fit);
        }
    }

    private static Object fit(@Nullable Object named) {
        if (named instanceof Number) {
            return named;
        }
        return named instanceof Throwable failure ? OneLine.of(failure) : OneLine.of(String.valueOf(named));
    }
}

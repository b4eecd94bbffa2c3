package org.sluice.config;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Problem;

/** A configuration that is wrong, with everything that is wrong with it, in the order of the file. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::display).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}

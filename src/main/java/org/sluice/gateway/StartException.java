package org.sluice.gateway;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Problem;

/** A node that will not start, with everything that is wrong with its recipes, variables and dispositions. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    StartException(List<Problem> problems) {
        super(problems.stream().map(Problem::display).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the configuration. */
    public List<Problem> problems() {
        return problems;
    }
}

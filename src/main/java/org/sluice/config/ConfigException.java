package org.sluice.config;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Problem;

/**
 * A configuration that is wrong, or does not go with the recipes, keys and certificates that it names, or with the files and
 * ports of this host: with everything that is wrong, in the order of the configuration.
 */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::display).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the configuration. */
    public List<Problem> problems() {
        return problems;
    }
}

package org.sluice.recipe.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the lines of a {@code %header} section count: {@code %header if retain-uids} or {@code %header unless retain-uids,
 * retain-device-identity}; of several options one is enough.
 *
 * @param on whether one of them has to be on, or all of them off
 * @param options their names
 */
record OptionCondition(boolean on, List<String> options) {
    private static final String NAME = "[a-z][a-z0-9-]*";
    private static final String DIVIDER = "(?:,\\s*|\\s+(?:or\\s+)?)";
    private static final Pattern CONDITION =
            Pattern.compile("(if|unless)\\s+(" + NAME + "(?:" + DIVIDER + NAME + ")*)");
    private static final Pattern NAMES = Pattern.compile(NAME + "(?:" + DIVIDER + NAME + ")*");
    private static final Pattern DIVIDERS = Pattern.compile(DIVIDER);

    OptionCondition {
        options = List.copyOf(options);
    }

    /** The condition that stands behind {@code %header}; empty for what is none. */
    static Optional<OptionCondition> of(String written) {
        Matcher matcher = CONDITION.matcher(written);
        return matcher.matches()
                ? Optional.of(new OptionCondition(matcher.group(1).equals("if"), split(matcher.group(2))))
                : Optional.empty();
    }

    /** The names that stand behind {@code %options}; none for what is no list of names. */
    static List<String> names(String written) {
        return NAMES.matcher(written).matches() ? split(written) : List.of();
    }

    private static List<String> split(String names) {
        return Arrays.asList(DIVIDERS.split(names));
    }

    /** Whether the lines count when these options are on. */
    boolean holds(Set<String> chosen) {
        return options.stream().anyMatch(chosen::contains) == on;
    }
}

package org.sluice.config;

import java.util.List;
import java.util.Optional;
import org.sluice.text.Problem;

/**
 * What was made of a configuration's file.
 *
 * @param configuration what it says; with problems, other values stand in for those that are wrong, so that nothing may be
 *     started with it, and what is sound of it can be tried all the same. Empty when it is not YAML at all
 * @param problems everything that is wrong with it by itself, in its order
 */
public record ConfigReading(Optional<Configuration> configuration, List<Problem> problems) {

    public ConfigReading {
        problems = List.copyOf(problems);
    }

    /** One that is right. */
    public static ConfigReading of(Configuration configuration) {
        return new ConfigReading(Optional.of(configuration), List.of());
    }

    /** Whether nothing is wrong with it by itself. */
    public boolean isRight() {
        return problems.isEmpty() && configuration.isPresent();
    }

    /** Whether nothing is wrong with a value that the file has or a default stands for; see {@link Places}. */
    public boolean isSound(Object... path) {
        return configuration.stream().allMatch(read -> read.places().isSound(path));
    }
}

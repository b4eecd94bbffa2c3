package org.sluice.recipe.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sluice.text.Span;

/**
 * One case of a test file.
 *
 * @param at its {@code case} line
 * @param name what stands after the word, for the reader of the report
 * @param subject the instance
 * @param variables what {@code var:} names stand for
 * @param expectations in the order of the text, at least one
 */
record TestCase(Span at, String name, Subject subject, Map<String, String> variables, List<Expectation> expectations) {
    /** The instance a case is about. */
    sealed interface Subject {
        /** An instance in a Part 10 file. */
        record Stored(Span at, Path file) implements Subject {}

        /** An instance written down line by line. */
        record Written(List<Given> elements) implements Subject {
            public Written {
                elements = List.copyOf(elements);
            }
        }
    }

    TestCase {
        variables = Map.copyOf(variables);
        expectations = List.copyOf(expectations);
    }
}

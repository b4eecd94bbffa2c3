package org.sluice.recipe.function;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.recipe.instance.Instance;

/** Where {@code var:NAME} finds its value. Called by several threads. */
@FunctionalInterface
public interface Variables {
    /** No variable has a value. */
    Variables NONE = (name, instance) -> Optional.empty();

    /** The same texts for every instance, by name. */
    static Variables of(Map<String, String> texts) {
        Map<String, String> values = Map.copyOf(texts);
        return (name, instance) -> Optional.ofNullable(values.get(name)).map(VariableValue::of);
    }

    /** The value that a variable has for an instance; empty when it has none. */
    Optional<VariableValue> value(String name, Instance instance);

    /**
     * What stands for a text under a keyed mapping: the same for the same text, and nobody can tell which without the key.
     *
     * @param name of the mapping
     * @return empty when there is no mapping of this name
     */
    default Optional<String> mapped(String name, String text) {
        return Optional.empty();
    }

    /** These, and of names that they have no value for the others. */
    default Variables or(Variables others) {
        Variables first = this;
        return new Variables() {
            @Override
            public Optional<VariableValue> value(String name, Instance instance) {
                return first.value(name, instance).or(() -> others.value(name, instance));
            }

            @Override
            public Optional<String> mapped(String name, String text) {
                return first.mapped(name, text).or(() -> others.mapped(name, text));
            }

            @Override
            public Set<Integer> tags() {
                Set<Integer> both = new HashSet<>(first.tags());
                both.addAll(others.tags());
                return both;
            }

            @Override
            public int lastTag() {
                boolean ours = Integer.compareUnsigned(first.lastTag(), others.lastTag()) > 0;
                return ours ? first.lastTag() : others.lastTag();
            }
        };
    }

    /** The top-level tags of the data set that values are made from. */
    default Set<Integer> tags() {
        return Set.of();
    }

    /** The largest top-level tag of the data set that a value depends on, so that it is read; 0 for none. */
    default int lastTag() {
        return 0;
    }
}

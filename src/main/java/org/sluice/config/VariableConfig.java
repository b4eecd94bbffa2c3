package org.sluice.config;

import java.nio.file.Path;
import java.util.List;
import org.sluice.text.Span;

/** Where the value of a recipe's variable comes from. */
public sealed interface VariableConfig {

    /** The place in the file, for problems found later (a field that the dictionary does not know, say). */
    Span at();

    /**
     * {@code {pseudonym, key, prefix}}: a keyed hash of a field's value.
     *
     * @param field the element, as a recipe names it
     * @param key the key's file; created on first use
     * @param prefix stands before the hash; may be empty
     */
    record Pseudonym(Span at, String field, Path key, String prefix) implements VariableConfig {}

    /**
     * {@code {uid, key, root}}: a UID made from a keyed hash of a field's value.
     *
     * @param field the element, as a recipe names it
     * @param key the key's file; created on first use
     * @param root the UID's first components, without a dot at the end; a valid UID of at most 24 characters
     */
    record Uid(Span at, String field, Path key, String root) implements VariableConfig {}

    /** {@code {value}}: the same for every instance; at least one value, several for a multi-valued element. */
    record Value(Span at, List<String> values) implements VariableConfig {
        /** Keeps its own copy of {@code values}. */
        public Value {
            values = List.copyOf(values);
        }
    }

    /**
     * {@code {lookup, key, column}}: a cell of a table.
     *
     * @param table the CSV file, with a header line
     * @param key the element, as a recipe names it, whose value is looked up in the column of the same name
     * @param column the column that holds the variable's value
     */
    record Lookup(Span at, Path table, String key, String column) implements VariableConfig {}
}

package org.sluice.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /**
     * {@code {pseudonym: [fields], key, form, lookup-first}}: as {@link Pseudonym}, of several fields together, in a form.
     *
     * @param fields at least one; an instance has to have a value of the first
     * @param form what it looks like
     * @param known a CSV file with a column for each field and a column {@code pseudonym}; whoever is in it has that one
     */
    record FormedPseudonym(Span at, List<String> fields, Path key, PseudonymForm form, Optional<Path> known)
            implements VariableConfig {
        /** Keeps its own copy of {@code fields}. */
        public FormedPseudonym {
            fields = List.copyOf(fields);
        }
    }

    /**
     * {@code {days: [fields], key, from, to}}: a number of days made from a keyed hash of the fields, the same for one patient in
     * all studies.
     *
     * @param from the smallest number
     * @param to the largest number
     */
    record Days(Span at, List<String> fields, Path key, int from, int to) implements VariableConfig {
        /** Keeps its own copy of {@code fields}. */
        public Days {
            fields = List.copyOf(fields);
        }
    }

    /**
     * {@code {accession, key, prefix}}: a keyed hash of an accession number, of at most 16 characters (VR SH); empty for an empty
     * one.
     *
     * @param fields the number, and what else tells whose it is
     */
    record Accession(Span at, List<String> fields, Path key, String prefix) implements VariableConfig {
        /** Keeps its own copy of {@code fields}. */
        public Accession {
            fields = List.copyOf(fields);
        }
    }

    /** {@code {uids: keyed, key, root}}: how {@code func:uid} maps UIDs; {@code key} and {@code root} as of {@link Uid}. */
    record Uids(Span at, Path key, String root) implements VariableConfig {}

    /** The file of the key that it is made with; empty when it needs none. */
    default Optional<Path> keyFile() {
        if (this instanceof Pseudonym pseudonym) {
            return Optional.of(pseudonym.key());
        }
        if (this instanceof Uid uid) {
            return Optional.of(uid.key());
        }
        if (this instanceof FormedPseudonym pseudonym) {
            return Optional.of(pseudonym.key());
        }
        if (this instanceof Days days) {
            return Optional.of(days.key());
        }
        if (this instanceof Accession accession) {
            return Optional.of(accession.key());
        }
        return this instanceof Uids uids ? Optional.of(uids.key()) : Optional.empty();
    }

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

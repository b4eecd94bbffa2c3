package org.sluice.recipe.syntax;

import org.sluice.text.Span;

/** A line of a {@code %fields} or {@code %values} section. */
public sealed interface ListEntry extends Content {
    /** The line without its indent and its comment. */
    @Override
    Span at();

    /** The elements. */
    Field field();

    /** {@code FIELD}: the elements themselves, or their values. */
    record Whole(Span at, Field field) implements ListEntry {}

    /**
     * {@code SPLIT}: the parts of their values; only in {@code %values}.
     *
     * @param by the text to cut at, default one blank
     * @param minLength the shortest part that counts, in characters, default 1
     */
    record Split(Span at, Field field, String by, int minLength) implements ListEntry {}

    /** Compat only: an entry that is an error when the header is worked on ({@code SPLIT X # c}). */
    record Faulty(Span at, Field field, String reason) implements ListEntry {}

    /** Compat only: a word that merely starts like an entry; passed over with a warning when the header is worked on. */
    record Ignored(Span at, String word, Field field) implements ListEntry {}
}

package org.sluice.recipe.syntax;

import org.sluice.text.Span;

/** What a line of a recipe says. */
public sealed interface Content
        permits Action,
                Coordinates,
                Recipe.CriteriaLine,
                ListEntry,
                Content.Format,
                Content.LabelHeading,
                Content.Nothing,
                Content.SectionHeading,
                Content.Skipped {
    /** The line without its indent. */
    Span at();

    /** An empty line, or one with a comment alone. */
    record Nothing(Span at) implements Content {}

    /** {@code FORMAT dicom}. */
    record Format(Span at) implements Content {}

    /**
     * {@code %filter NAME} and the like.
     *
     * @param name empty for {@code %header} and {@code %labels}
     */
    record SectionHeading(Span at, SectionKind kind, String name) implements Content {}

    /**
     * {@code LABEL NAME}.
     *
     * @param word the word {@code LABEL} as written; its case decides what deid shows
     * @param name as in {@link Recipe.Label#name()}
     * @param shownName as in {@link Recipe.Label#shownName()}
     */
    record LabelHeading(Span at, String word, String name, String shownName) implements Content {}

    /** A line that is not read: compat passes over it, with or without a warning; strict has refused the recipe. */
    record Skipped(Span at, String written) implements Content {}
}

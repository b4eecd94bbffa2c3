package org.sluice.recipe.syntax;

import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/** A line of {@code %header} (or of {@code %labels}, where it means nothing). */
public sealed interface Action extends Content {
    /** What it gives or asks for; {@link Value.None} for an action that takes no value. */
    default Value value() {
        return new Value.None(at().end());
    }

    /** The line without its indent and its comment. */
    @Override
    Span at();

    /** The action's word as it is written in a recipe. */
    String word();

    /** What the action is about. */
    Field field();

    /**
     * ADD. Strict: the field is a {@link Field.Keyword} or a {@link Field.Tag}, and the VR is known. Compat: any field;
     * other than an exact keyword or eight hexadecimal digits it is an error when it runs, so look at
     * {@link Field#written()}.
     */
    record Add(Span at, Field field, Value value) implements Action {
        @Override
        public String word() {
            return "ADD";
        }
    }

    /**
     * ADD of a private element, strict only: {@code ADD (0013,"CTP",10) LO text}. Its block is found by the creator, or reserved
     * for it (PS3.5 7.8.1).
     *
     * @param vr of the element; not SQ
     */
    record AddPrivate(Span at, Field.Private field, Vr vr, Value value) implements Action {
        @Override
        public String word() {
            return "ADD";
        }
    }

    /** BLANK: no value, zero length. */
    record Blank(Span at, Field field) implements Action {
        @Override
        public String word() {
            return "BLANK";
        }
    }

    /** JITTER: dates move by a number of days. Strict: a literal is a whole number. */
    record Jitter(Span at, Field field, Value value) implements Action {
        @Override
        public String word() {
            return "JITTER";
        }
    }

    /** KEEP: shields from every action but ADD. Strict: also elements that only exist in items, and paths (Q17). */
    record Keep(Span at, Field field) implements Action {
        @Override
        public String word() {
            return "KEEP";
        }
    }

    /** REMOVE: with a value, only where that is true. Strict: the value is none, a variable or a function (Q23). */
    record Remove(Span at, Field field, Value value) implements Action {
        @Override
        public String word() {
            return "REMOVE";
        }
    }

    /** REPLACE: a new value for elements that exist. */
    record Replace(Span at, Field field, Value value) implements Action {
        @Override
        public String word() {
            return "REPLACE";
        }
    }

    /**
     * Compat only: a line whose first word merely looks like an action ({@code remove}, {@code ADDRESS}); deid drops it
     * without a word (Q1).
     */
    record Ignored(Span at, String word, Field field) implements Action {}
}

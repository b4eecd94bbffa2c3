package org.sluice.recipe.filter;

import java.util.OptionalInt;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.syntax.FilterField;
import org.sluice.recipe.syntax.Reading;

/** An element that criteria look at, and what they see of it. */
sealed interface ComparedField {
    /** A top-level element by its value. */
    record Value(int tag, Reading reading) implements ComparedField {
        @Override
        public ComparedValue of(HeaderEdit part, int i) {
            return ComparedValue.byValue(part, i, reading);
        }
    }

    /** Compat: a top-level element as printed. */
    record Line(int tag) implements ComparedField {
        @Override
        public ComparedValue of(HeaderEdit part, int i) {
            return ComparedValue.byLine(part, i);
        }
    }

    /** Compat: the element of a hexadecimal word, which only counts as {@code empty}. */
    record Word(int tag) implements ComparedField {
        @Override
        public ComparedValue of(HeaderEdit part, int i) {
            return ComparedValue.ONLY_EMPTY;
        }
    }

    /** Compat: what is the same for every instance: absent, or a member of pydicom's data set object. */
    record Fixed(ComparedValue value) implements ComparedField {
        @Override
        public int tag() {
            return 0;
        }

        @Override
        public ComparedValue of(HeaderEdit part, int i) {
            return value;
        }
    }

    /** The frames: what is seen of them is how many glyph-like shapes their longest row has. */
    record Frames() implements ComparedField {
        @Override
        public int tag() {
            return Tag.PIXEL_DATA;
        }

        @Override
        public ComparedValue of(HeaderEdit part, int i) {
            throw new IllegalStateException("frames are no element of a header");
        }
    }

    /** The tag of the element. */
    int tag();

    /** What criteria see of it. */
    ComparedValue of(HeaderEdit part, int i);

    /** The compiled form of a field. */
    static ComparedField of(FilterField field, Reading reading) {
        boolean compat = reading == Reading.COMPAT;
        if (field instanceof FilterField.Keyword keyword) {
            boolean invisible = compat && Tag.group(keyword.tag()) == 2;
            return invisible ? new Fixed(ComparedValue.ABSENT) : new Value(keyword.tag(), reading);
        }
        if (field instanceof FilterField.Tag tag) {
            if (!compat) {
                return new Value(tag.tag(), reading);
            }
            return Tag.group(tag.tag()) == 2 ? new Fixed(ComparedValue.ABSENT) : new Line(tag.tag());
        }
        if (field instanceof FilterField.Frames) {
            return new Frames();
        }
        if (field instanceof FilterField.Other other) {
            if (DataSetMembers.contains(other.written())) {
                return new Fixed(ComparedValue.OPAQUE);
            }
            OptionalInt tag = PythonNumbers.tag(other.written());
            if (tag.isPresent()) {
                return new Word(tag.getAsInt());
            }
        }
        return new Fixed(ComparedValue.ABSENT);
    }
}

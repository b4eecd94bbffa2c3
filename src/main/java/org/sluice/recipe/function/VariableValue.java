package org.sluice.recipe.function;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/** A value that comes from outside a data set: of a variable, or of a function. */
public sealed interface VariableValue {
    /** Text; it may be empty, which empties the element. */
    record Text(String text) implements VariableValue {
        /** {@code text} may be empty, and is never null. */
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /** A whole number. */
    record Whole(BigInteger number) implements VariableValue {
        /** {@code number} is never null. */
        public Whole {
            Objects.requireNonNull(number, "number");
        }
    }

    /** Any other number. */
    record Real(double number) implements VariableValue {}

    /** Bytes, for the VRs that hold them. */
    record Octets(byte[] bytes) implements VariableValue {
        /** {@code bytes} is never null. */
        public Octets {
            Objects.requireNonNull(bytes, "bytes");
        }
    }

    /** Several values; none of them is several itself. */
    record Several(List<VariableValue> values) implements VariableValue {
        /** @throws IllegalArgumentException if one of the values is a list itself, or {@link Unchanged} */
        public Several {
            values = List.copyOf(values);
            if (values.stream().anyMatch(value -> value instanceof Several || value instanceof Unchanged)) {
                throw new IllegalArgumentException("expected values, found a list of lists or nothing");
            }
        }
    }

    /** What a function gives to leave the element as it is. */
    record Unchanged() implements VariableValue {}

    /** A text. */
    static VariableValue of(String text) {
        return new Text(text);
    }

    /** A whole number. */
    static VariableValue of(long number) {
        return new Whole(BigInteger.valueOf(number));
    }

    /** Whether Python takes the value for true: non-empty, not zero. */
    default boolean isTrue() {
        if (this instanceof Text text) {
            return !text.text().isEmpty();
        }
        if (this instanceof Whole whole) {
            return whole.number().signum() != 0;
        }
        if (this instanceof Real real) {
            return real.number() != 0;
        }
        if (this instanceof Octets octets) {
            return octets.bytes().length > 0;
        }
        if (this instanceof Several several) {
            return !several.values().isEmpty();
        }
        return true;
    }
}

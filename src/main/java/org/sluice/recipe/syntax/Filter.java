package org.sluice.recipe.syntax;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The seven filters of the language, and one of ours. */
public enum Filter {
    CONTAINS(true),
    NOTCONTAINS(true),
    EQUALS(true),
    NOTEQUALS(true),
    MISSING(false),
    PRESENT(false),
    EMPTY(false),
    /** Looks at frames, so that no field follows it. deid does not know it. */
    TEXTDETECTED(true);

    private final boolean takesValue;

    Filter(boolean takesValue) {
        this.takesValue = takesValue;
    }

    /** True when a value follows the field, or the word. */
    public boolean takesValue() {
        return takesValue;
    }

    /** True when a field follows the word. */
    public boolean takesField() {
        return this != TEXTDETECTED;
    }

    /** True for those that deid knows. */
    boolean isOfDeid() {
        return this != TEXTDETECTED;
    }

    /** True for the two whose value is a regular expression. */
    public boolean takesExpression() {
        return this == CONTAINS || this == NOTCONTAINS;
    }

    /** The word in lower case, as in a recipe and in a reason. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The filter of this name, in any case. */
    public static Optional<Filter> of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(filter -> filter.name().equals(upper)).findFirst();
    }
}

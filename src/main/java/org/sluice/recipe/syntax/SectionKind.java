package org.sluice.recipe.syntax;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The five sections of the language. */
public enum SectionKind {
    FILTER(true),
    HEADER(false),
    LABELS(false),
    FIELDS(true),
    VALUES(true);

    private final boolean named;

    SectionKind(boolean named) {
        this.named = named;
    }

    /** True when a name follows, false when none may. */
    public boolean named() {
        return named;
    }

    /** The word in lower case, as it follows the percent sign. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this name, in any case. */
    public static Optional<SectionKind> of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(kind -> kind.name().equals(upper)).findFirst();
    }
}

package org.sluice.recipe.syntax;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The five sections of the language, and two lines of our own that begin like one and hold nothing. */
public enum SectionKind {
    FILTER(true),
    HEADER(false),
    LABELS(false),
    FIELDS(true),
    VALUES(true),
    /** Strict only: {@code %options NAME NAME}, the options that are on. */
    OPTIONS(true),
    /** Strict only: {@code %include FILE}, a recipe that comes before this one. */
    INCLUDE(true);

    private final boolean named;

    SectionKind(boolean named) {
        this.named = named;
    }

    /** True when a name follows, false when none may; in the strict reading a condition may follow {@code %header}. */
    public boolean named() {
        return named;
    }

    /** Whether it is a section of deid's language, and holds lines. */
    public boolean isSection() {
        return this != OPTIONS && this != INCLUDE;
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

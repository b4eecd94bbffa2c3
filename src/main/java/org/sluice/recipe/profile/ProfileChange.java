package org.sluice.recipe.profile;

import java.util.stream.Stream;

/** What an option does with an attribute in place of the profile's action, PS3.15 table E.1-1a. */
public enum ProfileChange {
    /** K: it stays as it is. */
    KEEP("K"),
    /** C: it stays with values of like meaning that name nobody. */
    CLEAN("C");

    private final String letter;

    ProfileChange(String letter) {
        this.letter = letter;
    }

    /** The letter of the table. */
    public String letter() {
        return letter;
    }

    static ProfileChange of(String letter) {
        return Stream.of(values())
                .filter(change -> change.letter.equals(letter))
                .findFirst()
                .orElseThrow();
    }
}

package org.sluice.cli;

import org.sluice.files.FoundFile;
import org.sluice.recipe.Match;

/** What {@code identifiers} says of a file that the node would not let through. Words of the recipe, never a value. */
final class FlaggedLine {
    private FlaggedLine() {}

    /** {@code FLAGGED study/a.dcm burned-in: BurnedInAnnotation contains YES}. */
    static String of(FoundFile file, Match match) {
        return "FLAGGED " + file.path() + " " + match.why();
    }

    /** That every action was done, and the result cannot go on. */
    static String quarantined(FoundFile file, String why) {
        return "NOT WRITTEN " + file.path() + ": the node would quarantine this: action-failed, " + why;
    }
}

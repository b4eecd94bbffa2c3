package org.sluice.cli;

import org.sluice.files.FoundFile;
import org.sluice.recipe.filter.Match;
import org.sluice.text.OneLine;

/** What {@code identifiers} says of a file that the node would not let through. Words of the recipe, never a value. */
final class FlaggedLine {
    private FlaggedLine() {}

    /** {@code FLAGGED study/a.dcm burned-in: BurnedInAnnotation contains YES}. */
    static String of(FoundFile file, Match match) {
        return OneLine.of("FLAGGED " + file.path() + " " + match.why());
    }

    /** Why a flagged file is not written: the node does not run its actions, here they fail. */
    static String failing(String why) {
        return "its actions fail: " + OneLine.of(why);
    }

    /** That every action was done, and the result cannot go on. */
    static String quarantined(FoundFile file, String why) {
        return "NOT WRITTEN " + file.path() + ": the node would quarantine this: action-failed, " + why;
    }
}

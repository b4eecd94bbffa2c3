package org.sluice.recipe;

import org.sluice.dataset.Contradiction;
import org.sluice.files.FoundFile;
import org.sluice.recipe.filter.Verdict;

/** What a recipe's filters found out about one file; no values of it. */
public sealed interface Inspected {
    /** The file. */
    FoundFile file();

    /** The recipe has looked at it. */
    record Judged(FoundFile file, Verdict verdict) implements Inspected {}

    /** It is no DICOM file, or a damaged one. */
    record Unreadable(FoundFile file, String problem) implements Inspected {}

    /** It says two things at once: a node quarantines it. */
    record Contradicting(FoundFile file, Contradiction contradiction) implements Inspected {}

    /** It could be read, but the recipe cannot say what it thinks of it. */
    record Undecided(FoundFile file, String problem) implements Inspected {}
}

package org.sluice.cli;

import org.sluice.dataset.Contradiction;
import org.sluice.recipe.Verdict;

/** What {@code inspect} found out about one file. */
sealed interface Inspected {
    FoundFile file();

    /** The recipe has looked at it. */
    record Judged(FoundFile file, Verdict verdict) implements Inspected {}

    /** It is no DICOM file, or a damaged one; {@code problem} holds no values. */
    record Unreadable(FoundFile file, String problem) implements Inspected {}

    /** It says two things at once: a node quarantines it. */
    record Contradicting(FoundFile file, Contradiction contradiction) implements Inspected {}

    /** It could be read, but the recipe cannot say what it thinks of it. */
    record Undecided(FoundFile file, String problem) implements Inspected {}
}

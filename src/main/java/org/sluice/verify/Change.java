package org.sluice.verify;

import org.sluice.dataset.Dictionary;
import org.sluice.recipe.action.ActionTrace;
import org.sluice.text.Span;

/**
 * What was done to an attribute, and which line of the recipe says so.
 *
 * @param attribute its path, with the numbers of items left out: {@code (0040,0275)[].(0008,1150)}
 * @param name its name in PS3.6; empty for private ones
 * @param what {@code removed}, {@code emptied}, {@code replaced} or {@code added}
 * @param line {@code file:line} of the recipe; empty where no recipe is known
 */
public record Change(String attribute, String name, String what, String line) implements Comparable<Change> {
    static Change of(ActionTrace.Change change) {
        Span at = change.action().at();
        String what =
                switch (change.what()) {
                    case REMOVED -> "removed";
                    case EMPTIED -> "emptied";
                    case REPLACED -> "replaced";
                    case ADDED -> "added";
                };
        return of(change.path(), change.tag(), what, at.file() + ":" + at.line());
    }

    static Change of(Comparison.Difference difference) {
        String what =
                switch (difference.what()) {
                    case MISSING -> "removed";
                    case EXTRA -> "added";
                    default -> "replaced";
                };
        return of(difference.path(), difference.tag(), what, "");
    }

    private static Change of(String path, int tag, String what, String line) {
        String name =
                Dictionary.standard().byTag(tag).map(Dictionary.Entry::name).orElse("");
        return new Change(path.replaceAll("\\[\\d+]", "[]"), name, what, line);
    }

    @Override
    public int compareTo(Change other) {
        int byAttribute = attribute.compareTo(other.attribute);
        if (byAttribute != 0) {
            return byAttribute;
        }
        int byWhat = what.compareTo(other.what);
        return byWhat != 0 ? byWhat : line.compareTo(other.line);
    }
}

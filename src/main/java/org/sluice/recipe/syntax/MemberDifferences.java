package org.sluice.recipe.syntax;

import java.util.Objects;
import org.sluice.text.Span;

/** Says what deid 0.4.12 makes of a line of a label, where that is not what is read here. */
final class MemberDifferences {
    private static final String DEID = "deid 0.4.12 ";

    private final Problems problems;

    MemberDifferences(Problems problems) {
        this.problems = problems;
    }

    /**
     * Compares the two readings of an accepted line.
     *
     * @param at the line without blanks at its ends, its comment included
     * @param text the text at that place
     */
    void note(Span at, String text, Content strict) {
        try {
            compare(at, strict, CompatMembers.read(at, text));
        } catch (Refusal refusal) {
            problems.note(refusal.at(), DEID + "refuses this line: " + refusal.reason());
        }
    }

    private void compare(Span at, Content strict, Content compat) {
        if (strict instanceof Recipe.CriteriaLine ours && compat instanceof Recipe.CriteriaLine theirs) {
            compare(ours, theirs);
        } else if (strict instanceof Coordinates ours && compat instanceof Coordinates theirs) {
            if (!ours.where().equals(theirs.where())) {
                problems.note(ours.at(), DEID + "takes " + Quoted.text(theirs.where()) + " for the coordinates");
            }
        } else if (strict.getClass() != compat.getClass()) {
            problems.note(at, DEID + "passes over this line");
        }
    }

    private void compare(Recipe.CriteriaLine ours, Recipe.CriteriaLine theirs) {
        if (ours.criteria().size() != theirs.criteria().size()) {
            int count = theirs.criteria().size();
            problems.note(
                    ours.at(), DEID + "reads this line as " + (count == 1 ? "one criterion" : count + " criteria"));
            return;
        }
        for (int i = 0; i < ours.criteria().size(); i++) {
            compare(ours.criteria().get(i), theirs.criteria().get(i));
        }
    }

    private void compare(Criterion ours, Criterion theirs) {
        if (!ours.field().written().equals(theirs.field().written())) {
            String found = theirs.field().written();
            problems.note(
                    ours.field().at(),
                    found.isEmpty()
                            ? DEID + "takes two blanks for an empty field, which it never finds"
                            : DEID + "takes " + Quoted.text(found) + " for the field");
        } else if (ours.filter().takesValue() && !Objects.equals(ours.given(), theirs.given())) {
            problems.note(ours.valueAt(), DEID + valueRead(theirs));
        }
    }

    private static String valueRead(Criterion theirs) {
        String given = theirs.given();
        if (given == null) {
            return "counts the values of a line by position: it hands none to this criterion, and looks for `none`";
        }
        boolean shifted = !given.equals(theirs.value());
        return (shifted ? "counts the values of a line by position: it hands this criterion " : "compares with ")
                + Quoted.text(given);
    }
}

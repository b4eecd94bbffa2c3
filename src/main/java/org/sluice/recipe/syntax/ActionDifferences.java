package org.sluice.recipe.syntax;

import org.sluice.text.Span;

/** Says what deid 0.4.12 makes of an action or entry line, where that is not what is read here. */
final class ActionDifferences {
    private static final String DEID = "deid 0.4.12 ";

    private final Problems problems;

    ActionDifferences(Problems problems) {
        this.problems = problems;
    }

    /**
     * Compares the two readings of an accepted action.
     *
     * @param at the line without blanks at its ends, its comment included
     * @param text the text at that place
     */
    void note(Span at, String text, Action strict) {
        if (strict instanceof Action.AddPrivate) {
            problems.note(strict.field().at(), DEID + "cannot add a private element and ends with an error here");
            return;
        }
        if (strict.value() instanceof Value.Item) {
            problems.note(strict.value().at(), DEID + "cannot write an item and ends with an error here");
            return;
        }
        try {
            Action compat = CompatActions.action(at, text);
            if (strict instanceof Action.Remove ours && compat instanceof Action.Remove theirs) {
                remove(ours, theirs);
            } else if (!(strict instanceof Action.Jitter jitter && jitter.value() instanceof Value.Literal)) {
                // Of a number of days deid takes the blanks off.
                value(strict.value(), compat.value());
            }
        } catch (Refusal refusal) {
            problems.note(refusal.at(), DEID + "refuses this line: " + refusal.reason());
        }
    }

    /** Compares the two readings of an accepted entry. */
    void note(Span at, String text, ListEntry strict) {
        try {
            // An entry of %values is an entry of %fields, or SPLIT.
            ListEntry compat = CompatActions.entry(at, text, SectionKind.VALUES);
            if (compat instanceof ListEntry.Faulty faulty) {
                problems.note(strict.at(), DEID + "fails here when it works on a header: " + faulty.reason());
            } else if (strict instanceof ListEntry.Split ours
                    && compat instanceof ListEntry.Split theirs
                    && (!ours.by().equals(theirs.by()) || ours.minLength() != theirs.minLength())) {
                problems.note(strict.at(), DEID + "cuts at " + Quoted.text(theirs.by()));
            }
        } catch (Refusal refusal) {
            problems.note(refusal.at(), DEID + "refuses this line: " + refusal.reason());
        }
    }

    private void remove(Action.Remove ours, Action.Remove theirs) {
        boolean commentAlone = ours.value() instanceof Value.None && theirs.value() instanceof Value.Literal;
        if (commentAlone) {
            problems.note(ours.at(), DEID + "takes the comment for an empty value and removes nothing");
        } else {
            value(ours.value(), theirs.value());
        }
    }

    private void value(Value ours, Value theirs) {
        if (ours instanceof Value.Variable our && theirs instanceof Value.Variable their) {
            if (!our.name().equals(their.name())) {
                problems.note(
                        our.at(),
                        DEID + "asks for the variable " + Quoted.text(their.name())
                                + ", blank included, and finds none");
            }
        } else if (ours instanceof Value.HostFunction our && theirs instanceof Value.HostFunction their) {
            if (!our.name().equals(their.name())) {
                problems.note(
                        our.at(), DEID + "asks for the function " + Quoted.text(their.name()) + " and finds none");
            }
        } else if (ours instanceof Value.Literal our && !our.written().equals(theirs.written())) {
            problems.note(our.at(), DEID + "writes " + Quoted.text(theirs.written()));
        }
    }
}

package org.sluice.recipe.syntax;

import java.util.List;
import java.util.Optional;
import org.sluice.dataset.CharacterSet;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/** What an action may do to which element, as far as a recipe alone can tell. */
final class ActionRules {
    private final Problems problems;

    ActionRules(Problems problems) {
        this.problems = problems;
    }

    void check(Action action) {
        warnOfProtected(action);
        if (action instanceof Action.Add add) {
            checkAdd(add);
        } else if (action instanceof Action.AddPrivate add) {
            checkNeedsNoOldValue(add.value());
            if (add.value() instanceof Value.Literal literal) {
                checkLiteral(literal, add.field(), List.of(add.vr()));
            }
        } else if (action instanceof Action.Replace replace) {
            checkReplace(replace);
        } else if (action instanceof Action.Jitter jitter) {
            checkJitter(jitter);
        } else if (action instanceof Action.Keep keep && isPath(keep.field())) {
            problems.note(
                    keep.field().at(), "the element is kept; deid 0.4.12 keeps nothing that only exists in items");
        }
    }

    /** Checks the field of a FIELD entry: a sequence has no value that a list could hold. */
    void check(Field field, SectionKind list) {
        if (list == SectionKind.VALUES && Keywords.vrs(field).contains(Vr.SQ)) {
            problems.error(field.at(), "expected an element that holds a value, found a sequence");
        }
    }

    /** Group 0002 is not the data set's; a file that is written says of itself what is true of it, PS3.10 7.1. */
    private void warnOfFileMeta(Field field) {
        int group = Keywords.named(field)
                .map(entry -> Tag.group(entry.tag()))
                .orElse(field instanceof Field.SelectGroup select ? select.group() : -1);
        if (group == 2) {
            problems.warning(field.at(), "no file shows this: each gets file meta information (group 0002) of our own");
        }
    }

    private static boolean isPath(Field field) {
        return field instanceof Field.NamePath || field instanceof Field.ItemPath;
    }

    private void warnOfProtected(Action action) {
        boolean isProtected = !isPath(action.field())
                && Keywords.named(action.field()).filter(Keywords::isProtected).isPresent();
        if (!isProtected && !(action instanceof Action.Keep)) {
            warnOfFileMeta(action.field());
        }
        if (isProtected && !(action instanceof Action.Add) && !(action instanceof Action.Keep)) {
            problems.warning(
                    action.field().at(),
                    "this element is protected in the data set itself: the line reaches it only inside items");
        }
    }

    private void checkAdd(Action.Add add) {
        checkNeedsNoOldValue(add.value());
        List<Vr> vrs = Keywords.vrs(add.field());
        if (vrs.contains(Vr.SQ) && !(add.value() instanceof Value.Item)) {
            sequence(add.field());
        } else if (add.value() instanceof Value.Literal literal) {
            int errorsBefore = problems.errors();
            checkLiteral(literal, add.field(), vrs);
            boolean fits = problems.errors() == errorsBefore;
            if (fits && !vrs.isEmpty() && vrs.stream().allMatch(Vr::isBinaryNumber)) {
                problems.note(add.at(), "deid 0.4.12 cannot save a new element of VR " + vrs.get(0) + " made of text");
            }
        }
    }

    private void sequence(Field field) {
        problems.error(
                field.at(),
                "expected an element that holds a value, found a sequence; an item is written as 113100,DCM,\"Meaning\""
                        + " or {Keyword=value}");
    }

    private void checkNeedsNoOldValue(Value value) {
        if (value instanceof Value.DeidFunction function
                && (function.name().equals("jitter") || function.name().equals("pydicom_uuid"))) {
            problems.error(
                    function.at(),
                    "expected a value that needs no old one: " + function.name() + " works on the old value");
        }
    }

    private void checkReplace(Action.Replace replace) {
        List<Vr> vrs = Keywords.vrs(replace.field());
        if (vrs.contains(Vr.SQ) && !(replace.value() instanceof Value.Item)) {
            sequence(replace.field());
        } else if (replace.value() instanceof Value.Literal literal) {
            if (replace.field() instanceof Field.All) {
                problems.warning(replace.field().at(), "this fails on every instance that has a sequence");
            }
            checkLiteral(literal, replace.field(), vrs);
        } else if (replace.value() instanceof Value.DeidFunction function
                && function.name().equals("jitter")) {
            checkDates(replace.field(), vrs);
        }
    }

    private void checkJitter(Action.Jitter jitter) {
        Span at = jitter.value().at();
        if (jitter.value() instanceof Value.Literal literal) {
            if (!DeidFunctionRules.isWholeNumber(literal.written())) {
                problems.error(at, "expected a whole number of days, found " + Quoted.text(literal.written()));
            }
        } else if (jitter.value() instanceof Value.DeidFunction) {
            problems.error(at, "expected a whole number of days, var: or func:, found a function that gives no number");
        }
        checkDates(jitter.field(), Keywords.vrs(jitter.field()));
    }

    /** Only DA and DT hold dates; what others hold would be destroyed (Q24). */
    private void checkDates(Field field, List<Vr> vrs) {
        if (!vrs.isEmpty() && vrs.stream().noneMatch(ActionRules::isDate)) {
            String found = vrs.get(0).toString();
            if (field instanceof Field.SelectVr) {
                problems.warning(field.at(), "only DA and DT are moved: the line has no effect");
            } else {
                problems.error(field.at(), "expected an element of VR DA or DT, found one of VR " + found);
            }
        } else if (vrs.isEmpty() && !(field instanceof Field.Tag) && !(field instanceof Field.Private)) {
            problems.note(
                    field.at(),
                    "only DA, DT and private texts that are dates are moved; deid 0.4.12 also rewrites others it takes for dates");
        }
    }

    private static boolean isDate(Vr vr) {
        return vr == Vr.DA || vr == Vr.DT;
    }

    private void checkLiteral(Value.Literal literal, Field field, List<Vr> vrs) {
        if (literal.written().isEmpty()) {
            problems.warning(literal.at(), "the value is empty: nothing stands before the comment");
            return;
        }
        if (vrs.isEmpty()) {
            return;
        }
        List<Optional<String>> complaints =
                vrs.stream().map(vr -> LiteralRules.of(vr, literal.written())).toList();
        if (vrs.equals(List.of(Vr.CS)) && isCharacterSet(field)) {
            checkCharacterSet(literal);
        } else if (complaints.stream().allMatch(Optional::isPresent)) {
            String complaint = complaints.get(0).orElseThrow();
            problems.error(literal.at(), complaint + ", found " + Quoted.text(literal.written()));
        }
    }

    private static boolean isCharacterSet(Field field) {
        return Keywords.named(field)
                .filter(entry -> entry.tag() == Tag.SPECIFIC_CHARACTER_SET)
                .isPresent();
    }

    /** All texts are written in it, so it has to be one. */
    private void checkCharacterSet(Value.Literal literal) {
        if (!CharacterSet.isDefined(literal.written())) {
            problems.error(
                    literal.at(),
                    "expected defined terms of Specific Character Set, such as ISO_IR 100 or ISO_IR 192, found "
                            + Quoted.text(literal.written()));
        }
    }
}

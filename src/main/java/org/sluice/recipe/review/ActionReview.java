package org.sluice.recipe.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.action.HeaderActions;
import org.sluice.recipe.review.ReviewedElements.Element;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.ListEntry;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.Value;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/** Runs the actions of a recipe, in thought, over each element that may be there, and says where they get in their way. */
final class ActionReview {
    private static final Pattern UID_LETTERS = Pattern.compile("[0-9.]+");
    private static final int MOST_NAMES = 3;

    /** What is said of one place; the names of the elements that it is so for come with it. */
    private record Remark(Span at, String before, String after) {}

    private final Recipe recipe;
    private final HeaderActions actions;
    private final ReviewedElements elements;
    private final Map<Remark, List<String>> remarks = new LinkedHashMap<>();

    ActionReview(Recipe recipe, HeaderActions actions, ReviewedElements elements) {
        this.recipe = recipe;
        this.actions = actions;
        this.elements = elements;
    }

    void warn(List<Problem> warnings) {
        for (Element element : elements.all()) {
            new Course(element).run();
            if (element.kind().vr() == Vr.SQ && !isKept(element)) {
                lookIntoLists(element);
            }
        }
        remarks.forEach((remark, names) -> warnings.add(Problem.warning(
                remark.at(), remark.before() + names(names) + remark.after(), recipe.line(remark.at()))));
    }

    private static String names(List<String> names) {
        List<String> all = names.stream().distinct().sorted().toList();
        String first = String.join(", ", all.subList(0, Math.min(MOST_NAMES, all.size())));
        return all.size() > MOST_NAMES ? first + " and " + (all.size() - MOST_NAMES) + " more" : first;
    }

    private void remark(Span at, String before, Element element, String after) {
        remarks.computeIfAbsent(new Remark(at, before, after), made -> new ArrayList<>())
                .add(element.name());
    }

    private boolean isKept(Element element) {
        return actions.keeps().stream().anyMatch(keep -> element.isMeantBy(keep.field()));
    }

    /** Whether a REPLACE or JITTER names it, so that no REMOVE takes it. */
    private boolean isShielded(Element element) {
        return actions.steps().stream()
                .anyMatch(step -> actions.isShield(step.field())
                        && !(step.action().field() instanceof Field.FieldsOf)
                        && element.isMeantBy(step.field()));
    }

    private void lookIntoLists(Element sequence) {
        actions.valueLists().values().stream().flatMap(List::stream).forEach(entry -> {
            if (entry.entry() instanceof ListEntry.Whole whole && sequence.isMeantBy(entry.field())) {
                remark(
                        whole.field().at(),
                        "a sequence has no value for a list: every instance with an item in ",
                        sequence,
                        " is quarantined");
            }
        });
    }

    /** What becomes of one element, line by line. */
    private final class Course {
        private final Element element;
        private final boolean kept;
        private @Nullable Action added;
        private @Nullable Action shifted;
        private @Nullable Action taken;

        Course(Element element) {
            this.element = element;
            this.kept = isKept(element);
        }

        void run() {
            for (HeaderActions.Step step : actions.steps()) {
                Action action = step.action();
                if (action instanceof Action.Add || action instanceof Action.AddPrivate) {
                    add(action);
                } else if (element.isMeantBy(step.field())) {
                    meant(action);
                } else if (action instanceof Action.Replace replace && replace.field() instanceof Field.ValuesOf) {
                    mayHoldValues(replace);
                }
            }
            sopUids();
        }

        private void add(Action add) {
            if (!isOf(add.field()) || !element.isTopLevel()) {
                return;
            }
            added = add;
            shifted = null;
            taken = null;
        }

        private boolean isOf(Field field) {
            if (field instanceof Field.Keyword keyword) {
                return keyword.tag() == element.kind().tag();
            }
            if (field instanceof Field.Private block) {
                return ReviewedElements.tag(block) == element.kind().tag()
                        && block.creator().equals(element.kind().creator());
            }
            return field instanceof Field.Tag tag && tag.tag() == element.kind().tag();
        }

        private void meant(Action action) {
            if (action instanceof Action.Remove remove) {
                if (remove.value() instanceof Value.None && !isShielded(element)) {
                    take(remove);
                }
            } else if (action instanceof Action.Blank) {
                take(action);
            } else if (kept || taken instanceof Action.Remove) {
                return;
            } else if (action instanceof Action.Jitter) {
                shift(action);
            } else if (action instanceof Action.Replace replace) {
                replace(replace);
            }
        }

        private void take(Action action) {
            Action made = added;
            boolean asNamed = action instanceof Action.Blank && !isExpanding(action.field());
            if (made != null && !asNamed) {
                remark(
                        made.at(),
                        "line " + action.at().line() + " takes ",
                        element,
                        " away again" + (kept ? " where this line made it: KEEP shields what the instance has" : "")
                                + "; put ADD behind it");
            }
            added = null;
            if (kept) {
                return;
            }
            shifted = null;
            taken = action;
        }

        private static boolean isExpanding(Field field) {
            return field instanceof Field.All
                    || field instanceof Field.Expander
                    || field instanceof Field.SelectVr
                    || field instanceof Field.SelectGroup
                    || field instanceof Field.SelectPrivate;
        }

        private void shift(Action action) {
            Vr vr = element.kind().vr();
            boolean hasNoDate = taken != null || (vr != Vr.DA && vr != Vr.DT && element.isListed());
            if (hasNoDate) {
                return;
            }
            Action before = shifted;
            if (before != null) {
                remark(
                        action.field().at(),
                        "line " + before.at().line() + " moves the date of ",
                        element,
                        " already: it is moved twice");
            }
            shifted = action;
        }

        private void replace(Action.Replace replace) {
            boolean jitter = replace.value() instanceof Value.DeidFunction function
                    && function.name().equals("jitter");
            if (jitter) {
                shift(replace);
                return;
            }
            shifted = null;
            added = null;
            taken = null;
            boolean item = replace.value() instanceof Value.Item;
            if (element.kind().vr() == Vr.SQ && !item && !(replace.field() instanceof Field.All)) {
                remark(
                        replace.field().at(),
                        "a sequence cannot be given a value: every instance with ",
                        element,
                        " is quarantined");
            }
        }

        private void mayHoldValues(Action.Replace replace) {
            boolean sequence = element.kind().vr() == Vr.SQ;
            boolean uid = element.kind().vr() == Vr.UI
                    && replace.value() instanceof Value.Literal literal
                    && !UID_LETTERS.matcher(literal.written()).matches();
            if (kept || taken instanceof Action.Remove || !element.isListed() || !(sequence || uid)) {
                return;
            }
            remarks.putIfAbsent(
                    new Remark(
                            replace.field().at(),
                            "a value of the list may stand in ",
                            " too, which cannot be given another: such an instance is quarantined; name the elements"),
                    List.of("a UID or a sequence"));
        }

        /** An instance without them has no name to go on under, PS3.4 B.2.1. */
        private void sopUids() {
            Action by = taken;
            int tag = element.kind().tag();
            boolean named = tag == Tag.SOP_CLASS_UID || tag == Tag.SOP_INSTANCE_UID;
            if (by != null && named && element.isTopLevel()) {
                remark(by.field().at(), "this leaves no ", element, ": the node quarantines every instance");
            }
        }
    }
}

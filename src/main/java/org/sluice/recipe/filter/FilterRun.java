package org.sluice.recipe.filter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Operator;

/** The filters of a recipe over one instance: every element is compared once at most, every test done once at most. */
final class FilterRun {
    private final Filters filters;
    private final Instance instance;
    private final HeaderEdit dataSet;
    private final Use use;
    private final @Nullable ComparedValue[] values;
    private final Filters.Places places;
    /** 0 not yet known, 1 holds, 2 does not. */
    private final byte[] known;
    /** The section of the label that is being tried. */
    private String section = "";

    private @Nullable List<Match> matches;
    private @Nullable List<Match> undecided;

    FilterRun(Filters filters, Instance instance, Use use) {
        this.filters = filters;
        this.instance = instance;
        this.use = use;
        this.dataSet = new HeaderEdit(instance.dataSet());
        this.values = new @Nullable ComparedValue[filters.fields().length];
        this.places = filters.places(instance);
        this.known = new byte[filters.tests().length];
    }

    Verdict verdict() {
        List<CompiledLabel> labels = filters.labels();
        for (int number = 0; number < labels.size(); number++) {
            CompiledLabel label = labels.get(number);
            section = label.section();
            if (use.onlyTried().test(section)) {
                tryOut(number, label);
            } else if (matches(label)) {
                add(label.match(this));
            }
        }
        return matches == null && undecided == null ? Verdict.CLEAN : new Verdict(listed(matches), listed(undecided));
    }

    private void add(Match match) {
        List<Match> list = matches == null ? new ArrayList<>(2) : matches;
        list.add(match);
        matches = list;
    }

    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** A label of a section on which nothing depends. */
    private void tryOut(int number, CompiledLabel label) {
        try {
            if (isUnseen(number) && !isRuledOut(label)) {
                leaveUndecided(label);
            } else if (!isUnseen(number) && matches(label)) {
                add(label.matchWithoutRegions());
            }
        } catch (RuntimeException e) { // a mistake of ours stops nothing either
            leaveUndecided(label);
        }
    }

    private void leaveUndecided(CompiledLabel label) {
        List<Match> list = undecided == null ? new ArrayList<>(2) : undecided;
        list.add(label.matchWithoutRegions());
        undecided = list;
    }

    private boolean isUnseen(int label) {
        Header header = instance.dataSet();
        return header.endsBeforeBulk() && filters.looksBehind(label, header.bulkTag());
    }

    /** Whether what has been read is enough to say that a label does not match. */
    private boolean isRuledOut(CompiledLabel label) {
        int[] allOf = label.allOf();
        if (allOf == null) {
            return false;
        }
        for (int test : allOf) {
            if (!filters.testLooksBehind(test, instance.dataSet().bulkTag()) && !holds(test)) {
                return true;
            }
        }
        return false;
    }

    HeaderEdit dataSet() {
        return dataSet;
    }

    private boolean matches(CompiledLabel label) {
        if (label.fault() != null) {
            throw new EvaluationException(label.fault(), label.at());
        }
        int[] allOf = label.allOf();
        if (allOf != null) {
            for (int test : allOf) {
                if (!holds(test)) {
                    return false;
                }
            }
            return true;
        }
        return joined(label);
    }

    /** Left to right without precedence, the lines one by one. */
    private boolean joined(CompiledLabel label) {
        boolean result = true;
        boolean first = true;
        for (CompiledLabel.Line line : label.lines()) {
            boolean holds = line(line);
            result = first ? holds : line.operator() == Operator.OR ? result || holds : result && holds;
            first = false;
        }
        return result;
    }

    private boolean line(CompiledLabel.Line line) {
        boolean result = holds(line.tests()[0]);
        for (int i = 1; i < line.tests().length; i++) {
            boolean isOr = line.joins()[i] == Operator.OR;
            boolean decided = isOr == result;
            if (decided && !filters.tests()[line.tests()[i]].mayFail()) {
                continue;
            }
            boolean holds = holds(line.tests()[i]);
            result = isOr ? result || holds : result && holds;
        }
        return result;
    }

    private boolean holds(int test) {
        if (known[test] == 0) {
            CriterionTest criterion = filters.tests()[test];
            List<Integer> others = places.others(criterion.element());
            if (!others.isEmpty() && !filters.takesLast()) {
                return holdsOfSeveral(criterion, others);
            }
            known[test] = (byte) (criterion.holds(value(criterion.element())) ? 1 : 2);
        }
        return known[test] == 1;
    }

    /** Of an element that stands more than once. */
    private boolean holdsOfSeveral(CriterionTest criterion, List<Integer> others) {
        boolean all = use.occurrences().all(section);
        boolean holds = criterion.holds(value(criterion.element()));
        for (int place : others) {
            if (holds != all) {
                return holds;
            }
            holds = criterion.holds(valueAt(criterion.element(), place));
        }
        return holds;
    }

    private ComparedValue value(int field) {
        ComparedValue value = values[field];
        if (value == null) {
            List<Integer> others = places.others(field);
            boolean last = filters.takesLast() && !others.isEmpty();
            value = valueAt(field, last ? others.get(others.size() - 1) : places.first(field));
            values[field] = value;
        }
        return value;
    }

    /** What cannot be looked at is never clean. */
    private ComparedValue frames() {
        try {
            String glyphs = Integer.toString(instance.frames().longestTextRow());
            return new ComparedValue(ComparedValue.Presence.VALUE, List.of(glyphs), false);
        } catch (DataSetException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new EvaluationException("the frames cannot be read again", e);
        }
    }

    private ComparedValue valueAt(int field, int place) {
        ComparedField what = filters.fields()[field];
        HeaderEdit part = filters.isMeta(field) ? new HeaderEdit(instance.meta()) : dataSet;
        if (what instanceof ComparedField.Frames) {
            return frames();
        }
        if (what instanceof ComparedField.Fixed fixed) {
            return fixed.value();
        }
        return place < 0 ? ComparedValue.ABSENT : what.of(part, place);
    }
}

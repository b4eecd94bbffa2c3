package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.pattern.Expression;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.python.PythonText;

/** Whether the criteria of a label can hold together: of those that contradict each other one is a mistake. */
final class LabelRules {
    /** A label with more criteria, or more ways to match, than this is not looked at: nobody writes one. */
    private static final int MOST_CRITERIA = 100;

    private static final int MOST_WAYS = 500;

    private final Problems problems;

    LabelRules(Problems problems) {
        this.problems = problems;
    }

    /** Warns of each criterion that contradicts others in every way in which the label could match by it. */
    void check(List<Recipe.CriteriaLine> lines) {
        List<Criterion> criteria =
                lines.stream().flatMap(line -> line.criteria().stream()).toList();
        List<List<Integer>> ways = criteria.size() > MOST_CRITERIA ? List.of() : ways(lines);
        for (int i = 0; i < criteria.size(); i++) {
            int at = i;
            List<List<Integer>> with =
                    ways.stream().filter(way -> way.contains(at)).toList();
            boolean hopeless = !with.isEmpty() && with.stream().noneMatch(way -> isPossible(criteria, way));
            if (hopeless) {
                // Of two that are hopeless together, only the second is reported.
                with.stream()
                        .flatMap(way -> way.stream().filter(other -> other < at))
                        .filter(other -> contradict(criteria.get(other), criteria.get(at)))
                        .findFirst()
                        .ifPresent(other -> report(criteria.get(at), criteria.get(other)));
            }
        }
    }

    private void report(Criterion criterion, Criterion other) {
        problems.warning(
                criterion.at(),
                "this never holds together with "
                        + Quoted.text(other.filter().word() + " "
                                + other.field().written() + (other.value().isEmpty() ? "" : " " + other.value()))
                        + " of line " + other.at().line());
    }

    /** The sets of criteria of which one must hold for the label to match; none when they are too many. */
    private static List<List<Integer>> ways(List<Recipe.CriteriaLine> lines) {
        List<List<Integer>> ways = List.of();
        int number = 0;
        for (Recipe.CriteriaLine line : lines) {
            List<List<Integer>> ofLine = List.of();
            for (Criterion criterion : line.criteria()) {
                ofLine = joined(ofLine, criterion.joined(), List.of(List.of(number++)));
            }
            ways = joined(ways, line.operator(), ofLine);
        }
        return ways.size() > MOST_WAYS ? List.of() : ways;
    }

    private static List<List<Integer>> joined(List<List<Integer>> left, Operator operator, List<List<Integer>> right) {
        if (left.isEmpty()) {
            return right;
        }
        if (operator == Operator.OR || left.size() > MOST_WAYS) {
            return Stream.concat(left.stream(), right.stream()).toList();
        }
        List<List<Integer>> both = new ArrayList<>();
        for (List<Integer> one : left) {
            for (List<Integer> other : right) {
                both.add(Stream.concat(one.stream(), other.stream()).toList());
            }
        }
        return both;
    }

    private static boolean isPossible(List<Criterion> criteria, List<Integer> way) {
        return IntStream.range(0, way.size()).noneMatch(i -> IntStream.range(0, i)
                .anyMatch(j -> contradict(criteria.get(way.get(j)), criteria.get(way.get(i)))));
    }

    private static boolean contradict(Criterion one, Criterion other) {
        Optional<Dictionary.Entry> entry = CriterionRules.entry(one.field());
        Optional<Dictionary.Entry> same = CriterionRules.entry(other.field());
        return entry.isPresent()
                && entry.equals(same)
                && (excludes(entry.get(), one, other) || excludes(entry.get(), other, one));
    }

    /** Whether the second cannot hold where the first does. */
    private static boolean excludes(Dictionary.Entry entry, Criterion first, Criterion second) {
        String text = PythonText.folded(first.value());
        return switch (first.filter()) {
            case MISSING ->
                switch (second.filter()) {
                    case PRESENT, EQUALS, CONTAINS -> true;
                    case EMPTY -> !mayHaveNoValue(entry);
                    case MISSING, NOTEQUALS, NOTCONTAINS, TEXTDETECTED -> false;
                };
            case EQUALS ->
                switch (second.filter()) {
                    case EQUALS -> isComparedOnce(entry) && !text.equals(PythonText.folded(second.value()));
                    case NOTEQUALS -> text.equals(PythonText.folded(second.value()));
                    case CONTAINS -> isComparedOnce(entry) && !finds(second, text, true);
                    case NOTCONTAINS -> finds(second, text, false);
                    case EMPTY -> !isZero(entry, text);
                    case MISSING, PRESENT, TEXTDETECTED -> false;
                };
            case CONTAINS ->
                second.filter() == Filter.NOTCONTAINS && first.value().equalsIgnoreCase(second.value());
            case EMPTY, PRESENT, NOTEQUALS, NOTCONTAINS, TEXTDETECTED -> false;
        };
    }

    /** Whether an expression is in a text; what cannot be searched for gives the other answer. */
    private static boolean finds(Criterion search, String text, boolean otherwise) {
        try {
            return Expression.compile(
                            PythonText.folded(search.value()), Expression.Case.EXACT, Expression.Engine.LINEAR)
                    .isIn(text);
        } catch (PatternException refused) {
            return otherwise;
        }
    }

    /** One text is compared, but for binary numbers, of which one among several may do. */
    private static boolean isComparedOnce(Dictionary.Entry entry) {
        return CriterionRules.most(entry.vm()) == 1 || entry.vrs().stream().noneMatch(Vr::isBinaryNumber);
    }

    /** Whether an element of it may be there and count as missing all the same: numbers, tags and bytes. */
    private static boolean mayHaveNoValue(Dictionary.Entry entry) {
        return entry.vrs().stream()
                .anyMatch(vr -> vr == Vr.IS || vr == Vr.DS || (!vr.isText() && vr.kind() != Vr.Kind.SEQUENCE));
    }

    /** A number zero counts as empty (Q12). */
    private static boolean isZero(Dictionary.Entry entry, String text) {
        OptionalDouble number = PythonNumbers.real(text);
        return text.isEmpty()
                || (number.isPresent()
                        && number.getAsDouble() == 0
                        && entry.vrs().stream().anyMatch(Keywords::isNumber));
    }
}

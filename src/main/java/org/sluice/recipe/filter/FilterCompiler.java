package org.sluice.recipe.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.pattern.Expression;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.recipe.python.PythonText;
import org.sluice.recipe.syntax.Criterion;
import org.sluice.recipe.syntax.FilterField;
import org.sluice.recipe.syntax.Operator;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.text.Problem;

/** Turns the filter sections of a recipe into {@link Filters}. */
final class FilterCompiler {
    private static final String NO_VALUE = "none";

    /** What makes two criteria the same test. */
    private record TestKey(Enum<?> filter, int element, String wanted) {}

    private final Recipe recipe;
    private final boolean compat;
    private final List<Problem> problems;
    private final List<CriterionTest> tests = new ArrayList<>();
    private final Map<TestKey, Integer> testNumbers = new HashMap<>();
    private final List<ComparedField> fields = new ArrayList<>();
    private final Map<ComparedField, Integer> fieldNumbers = new HashMap<>();
    private final List<CompiledLabel> labels = new ArrayList<>();
    /** Compat: the operator left over from the last line read; null before any (Q14). */
    private @Nullable Operator leftOver;

    private FilterCompiler(Recipe recipe, List<Problem> problems) {
        this.recipe = recipe;
        this.compat = recipe.reading() == Reading.COMPAT;
        this.problems = problems;
    }

    /** @param problems where expressions that cannot be compiled are reported; compat reports none */
    static Filters compile(Recipe recipe, List<Problem> problems) {
        FilterCompiler compiler = new FilterCompiler(recipe, problems);
        for (Recipe.FilterSection section : recipe.filters()) {
            for (Recipe.Label label : section.labels()) {
                compiler.label(section, label);
            }
        }
        return new Filters(recipe.reading(), compiler.labels, compiler.tests, compiler.fields);
    }

    private void label(Recipe.FilterSection section, Recipe.Label label) {
        List<CompiledLabel.Line> lines = label.lines().stream().map(this::line).toList();
        String fault = null;
        if (label.lines().isEmpty()) {
            boolean first = compat && leftOver == null;
            if (first) {
                fault = "a label without criteria needs a criterion read before it";
            }
            if (!first && label.coordinates().isEmpty()) {
                return;
            }
        } else {
            leftOver = label.lines().get(label.lines().size() - 1).operator();
        }
        labels.add(new CompiledLabel(
                label.at(),
                section.name(),
                label.name(),
                reason(label),
                fault,
                fault == null ? allOf(lines) : null,
                lines,
                label.coordinates().stream()
                        .map(one -> Regions.of(one, recipe.reading()))
                        .toList()));
    }

    private String reason(Recipe.Label label) {
        String operator = compat && leftOver != null ? leftOver.word() : "";
        if (label.lines().isEmpty()) {
            return operator + " " + label.shownName();
        }
        return compat ? operator + " " + deidReason(label) : strictReason(label);
    }

    /** The criteria, each followed by the operator that comes after it on its own line. */
    private static String deidReason(Recipe.Label label) {
        return label.lines().stream()
                .flatMap(line -> Stream.iterate(0, i -> i < line.criteria().size(), i -> i + 1)
                        .map(i -> deidCriterion(line, i)))
                .collect(Collectors.joining(" "));
    }

    private static String deidCriterion(Recipe.CriteriaLine line, int i) {
        Criterion criterion = line.criteria().get(i);
        String given = criterion.given() == null ? "" : criterion.given();
        String text = criterion.field().written() + " " + criterion.filter().word() + " " + given;
        boolean last = i == line.criteria().size() - 1;
        return last ? text : text + " " + line.criteria().get(i + 1).joined().word();
    }

    /** The criteria as written, with all the operators between them. */
    private static String strictReason(Recipe.Label label) {
        StringBuilder reason = new StringBuilder();
        for (Recipe.CriteriaLine line : label.lines()) {
            for (int i = 0; i < line.criteria().size(); i++) {
                Criterion criterion = line.criteria().get(i);
                if (!reason.isEmpty()) {
                    reason.append(' ').append(word(i == 0 ? line.operator() : criterion.joined()));
                    reason.append(' ');
                }
                if (criterion.filter().takesField()) {
                    reason.append(criterion.field().written()).append(' ');
                }
                reason.append(criterion.filter().word());
                if (!criterion.value().isEmpty()) {
                    reason.append(' ').append(criterion.value());
                }
            }
        }
        return reason.toString();
    }

    private static String word(Operator operator) {
        return operator == Operator.OR ? Operator.OR.word() : Operator.AND.word();
    }

    private CompiledLabel.Line line(Recipe.CriteriaLine line) {
        int[] numbers = line.criteria().stream().mapToInt(this::test).toArray();
        Operator[] joins = line.criteria().stream().map(Criterion::joined).toArray(Operator[]::new);
        Operator operator = compat || line.operator() != Operator.OR ? Operator.AND : Operator.OR;
        return new CompiledLabel.Line(operator, numbers, joins);
    }

    /** All tests of a label joined by AND throughout, cheapest first; null when it has an OR, or one that may fail. */
    private int @Nullable [] allOf(List<CompiledLabel.Line> lines) {
        List<Integer> all = new ArrayList<>();
        for (int l = 0; l < lines.size(); l++) {
            CompiledLabel.Line line = lines.get(l);
            if (l > 0 && line.operator() == Operator.OR) {
                return null;
            }
            for (int i = 0; i < line.tests().length; i++) {
                boolean isOr = i > 0 && line.joins()[i] == Operator.OR;
                if (isOr || tests.get(line.tests()[i]).mayFail()) {
                    return null;
                }
                all.add(line.tests()[i]);
            }
        }
        all.sort(Comparator.comparingInt(test -> tests.get(test).cost()));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private int test(Criterion criterion) {
        int element = field(criterion.field());
        String given = criterion.given() == null ? NO_VALUE : criterion.given();
        String wanted = criterion.filter().takesValue() ? PythonText.folded(given) : "";
        return testNumbers.computeIfAbsent(new TestKey(criterion.filter(), element, wanted), key -> {
            tests.add(compiled(criterion, element, wanted));
            return tests.size() - 1;
        });
    }

    private CriterionTest compiled(Criterion criterion, int element, String wanted) {
        Expression expression = null;
        boolean badField = criterion.field() instanceof FilterField.BadTag;
        String fault = badField ? "expected 0x and eight hexadecimal digits" : null;
        if (criterion.filter().takesExpression() && !badField) {
            try {
                expression = Expression.compile(
                        wanted,
                        Expression.Case.EXACT,
                        compat ? Expression.Engine.BACKTRACKING_ALLOWED : Expression.Engine.LINEAR);
            } catch (PatternException refused) {
                fault = "expected a regular expression: " + refused.getMessage();
                if (!compat) {
                    problems.add(Problem.error(criterion.valueAt(), fault, recipe.line(criterion.at())));
                }
            }
        }
        return new CriterionTest(criterion.filter(), element, wanted, expression, fault, badField, criterion.at());
    }

    private int field(FilterField field) {
        return fieldNumbers.computeIfAbsent(ComparedField.of(field, recipe.reading()), compared -> {
            fields.add(compared);
            return fields.size() - 1;
        });
    }
}

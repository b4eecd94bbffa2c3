package org.sluice.recipe.filter;

import org.jspecify.annotations.Nullable;
import org.sluice.recipe.filter.ComparedValue.Presence;
import org.sluice.recipe.pattern.Expression;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.recipe.syntax.Filter;
import org.sluice.text.Span;

/** One criterion, compiled. The same test on several lines is one test. */
final class CriterionTest {
    private final Filter filter;
    /** Which of the compared elements is tested. */
    private final int element;

    private final String wanted;
    private final @Nullable Expression expression;
    /** Why the expression, or the field, is an error when evaluated; compat only. */
    private final @Nullable String fault;

    /** The fault is the field's; one of the expression shows only when there is a text to search. */
    private final boolean failsAlways;

    private final Span at;

    CriterionTest(
            Filter filter,
            int element,
            String wanted,
            @Nullable Expression expression,
            @Nullable String fault,
            boolean failsAlways,
            Span at) {
        this.filter = filter;
        this.element = element;
        this.wanted = wanted;
        this.expression = expression;
        this.fault = fault;
        this.failsAlways = failsAlways;
        this.at = at;
    }

    int element() {
        return element;
    }

    /** Whether evaluating it may throw, so that it must be evaluated even where the result is known without it. */
    boolean mayFail() {
        return fault != null;
    }

    /** What it costs: a test of presence is cheaper than a comparison, that is cheaper than a search; frames cost most. */
    int cost() {
        return switch (filter) {
            case MISSING, PRESENT, EMPTY -> 0;
            case EQUALS, NOTEQUALS -> 1;
            case CONTAINS, NOTCONTAINS -> 2;
            case TEXTDETECTED -> 3;
        };
    }

    boolean holds(ComparedValue value) {
        if (fault != null && failsAlways) {
            throw new EvaluationException(fault, at);
        }
        return switch (filter) {
            case MISSING -> value.presence() != Presence.VALUE;
            case PRESENT -> value.presence() == Presence.VALUE;
            case EMPTY -> value.isEmpty();
            case EQUALS -> equal(value);
            case NOTEQUALS -> !equal(value);
            case CONTAINS -> found(value);
            case NOTCONTAINS -> !found(value);
            case TEXTDETECTED -> Integer.parseInt(value.texts().get(0)) >= Integer.parseInt(wanted);
        };
    }

    private boolean equal(ComparedValue value) {
        return value.texts().contains(wanted);
    }

    private boolean found(ComparedValue value) {
        if (value.texts().isEmpty()) {
            return false;
        }
        if (expression == null) {
            throw new EvaluationException(String.valueOf(fault), at);
        }
        try {
            for (String text : value.texts()) {
                if (expression.isIn(text)) {
                    return true;
                }
            }
            return false;
        } catch (PatternException tooManySteps) {
            throw new EvaluationException(String.valueOf(tooManySteps.getMessage()), at);
        }
    }
}

package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Span;

/**
 * A line of a label that holds criteria, evaluated from left to right without precedence.
 *
 * <p>Strict: lines are joined by their operators, left to right. Compat: all lines of a label must hold, whatever their
 * operators (Q13).
 *
 * @param at the line without its indent
 * @param operator the operator at its start
 * @param criteria at least one; the first is joined by {@link Operator#NONE}, the others by AND or OR
 */
public record CriteriaLine(Span at, Operator operator, List<Criterion> criteria) implements Content {
    public CriteriaLine {
        criteria = List.copyOf(criteria);
    }
}

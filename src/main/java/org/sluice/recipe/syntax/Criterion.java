package org.sluice.recipe.syntax;

import org.jspecify.annotations.Nullable;
import org.sluice.text.Span;

/**
 * One test of one element.
 *
 * @param at the criterion's text
 * @param joined how it is joined to the criterion before it on its line
 * @param filter what is tested
 * @param field the element
 * @param value the value as written, outer white space off; empty for the filters that take none
 * @param valueAt where the value stands; an empty place for the filters that take none
 * @param given the value this criterion is compared with and shown with; null when it has none. Strict: its own. Compat:
 *     what deid hands out, the values of a line being counted off by the criterion's position (Q15), so that a
 *     {@code missing} may show a value and a {@code contains} may have none (it then looks for {@code none}).
 */
public record Criterion(
        Span at,
        Operator joined,
        Filter filter,
        FilterField field,
        String value,
        Span valueAt,
        @Nullable String given) {}

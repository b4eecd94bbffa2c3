package org.sluice.recipe.syntax;

import java.util.Locale;

/** The filters of a recipe in plain words. */
final class FilterWords {
    private FilterWords() {}

    /** When a label matches. */
    static String condition(Recipe.Label label) {
        StringBuilder text = new StringBuilder();
        for (Recipe.CriteriaLine line : label.lines()) {
            boolean grouped = label.lines().size() > 1 && line.criteria().size() > 1;
            if (!text.isEmpty()) {
                text.append(line.operator() == Operator.OR ? ", or " : ", and ");
            }
            text.append(grouped ? "(" + line(line) + ")" : line(line));
        }
        return text + (isMixed(label) ? ", joined from left to right" : "");
    }

    /** True when lines are joined by both AND and OR, so that their order counts. */
    private static boolean isMixed(Recipe.Label label) {
        long joins = label.lines().stream()
                .skip(1)
                .map(line -> line.operator() == Operator.OR)
                .distinct()
                .count();
        return joins > 1;
    }

    private static String line(Recipe.CriteriaLine line) {
        StringBuilder text = new StringBuilder();
        for (Criterion criterion : line.criteria()) {
            if (!text.isEmpty()) {
                text.append(' ').append(criterion.joined().word()).append(' ');
            }
            text.append(criterion(criterion));
        }
        return text.toString();
    }

    private static String criterion(Criterion criterion) {
        String field = criterion.field().written();
        String value = "\"" + criterion.value().toLowerCase(Locale.ROOT) + "\"";
        return switch (criterion.filter()) {
            case CONTAINS -> field + (isPlain(criterion.value()) ? " contains " : " matches the expression ") + value;
            case NOTCONTAINS ->
                field + (isPlain(criterion.value()) ? " does not contain " : " does not match the expression ") + value;
            case EQUALS -> field + " is " + value;
            case NOTEQUALS -> field + " is not " + value;
            case MISSING -> field + " is missing";
            case PRESENT -> field + " is present";
            case EMPTY -> field + " is there and empty";
            case TEXTDETECTED ->
                "the first, the middle or the last frame shows a row of at least " + criterion.value()
                        + " glyph-like shapes";
        };
    }

    /** True for an expression that matches just its own characters. */
    private static boolean isPlain(String expression) {
        return expression.chars().noneMatch(c -> "\\^$.|?*+()[]{}".indexOf(c) >= 0);
    }

    /** What becomes of a region. */
    static String region(Coordinates coordinates) {
        String what = coordinates.word().keep() ? "Keep " : "Blank ";
        return what
                + coordinates
                        .from()
                        .map(sequence -> "the regions that the items of " + sequence + " give")
                        .orElseGet(() -> coordinates.where().equals("all")
                                ? "the whole image"
                                : "the rectangle " + coordinates.where() + " (xmin,ymin,xmax,ymax)")
                + ".";
    }
}

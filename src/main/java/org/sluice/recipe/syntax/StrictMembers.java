package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

/** Reads the lines inside a label: criteria and coordinates. */
final class StrictMembers {
    private static final List<String> FILTERS =
            Stream.of(Filter.values()).map(Filter::word).toList();
    private static final List<String> WORDS = Stream.concat(
                    FILTERS.stream(), Stream.of(Coordinates.Word.values()).map(Coordinates.Word::word))
            .toList();

    /** One more than any filter's length: reading further would not change the answer, only its time. */
    private static final int LONGEST_WORD = 20;

    private static final int LONGEST_KEYWORD = 100;
    private static final Pattern GLYPHS = Pattern.compile("[1-9][0-9]{0,3}");

    private final Problems problems;
    private final StrictFilterFields fields;
    private final StrictCoordinates coordinates;
    private final Expressions expressions;
    private final CriterionRules rules;
    private final MemberDifferences differences;

    StrictMembers(Problems problems) {
        this.problems = problems;
        this.fields = new StrictFilterFields(problems);
        this.coordinates = new StrictCoordinates(problems);
        this.expressions = new Expressions(problems);
        this.rules = new CriterionRules(problems);
        this.differences = new MemberDifferences(problems);
    }

    /**
     * Reads a line.
     *
     * @param at the line without blanks at its ends
     * @param text the text at that place
     * @param first true when nothing of the label comes before it
     */
    RecipeDocument.Line read(Span at, String text, boolean first) {
        int hash = commentStart(text);
        int end = Blanks.trimEnd(text, 0, hash);
        String comment = text.substring(hash);
        int errorsBefore = problems.errors();
        Content content = content(at, text, end, first);
        if (problems.errors() == errorsBefore) {
            differences.note(at, text, content);
        }
        return new RecipeDocument.Line(content, comment);
    }

    /** Where the comment of a line starts: a hash after white space or after the line's operator (Q4). */
    private static int commentStart(String text) {
        int operatorEnd = CompatMembers.operatorAt(text, 0).sign().length();
        for (int at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
            if (at == operatorEnd || Blanks.isBlank(text.charAt(at - 1))) {
                return at;
            }
        }
        return text.length();
    }

    private Content content(Span at, String text, int end, boolean first) {
        String word = text.substring(0, Blanks.wordEnd(text, 0, end));
        Optional<Coordinates.Word> region = Stream.of(Coordinates.Word.values())
                .filter(known -> known.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
        if (region.isPresent()) {
            return coordinates.read(at, text.substring(0, end), region.get());
        }
        Operator operator = CompatMembers.operatorAt(text, 0);
        int start = Blanks.skip(text, operator.sign().length(), end);
        if (start == end) {
            return operatorAlone(at, operator, end, text.length() > end);
        }
        List<Criterion> criteria = criteria(at, text, start, end);
        if (criteria.isEmpty()) {
            return new Content.Skipped(at, text);
        }
        if (operator == Operator.OR) {
            noteLineOr(at.within(0, 2), first);
        }
        return new Recipe.CriteriaLine(at.within(0, end), operator, criteria);
    }

    private Content operatorAlone(Span at, Operator operator, int end, boolean commented) {
        if (operator != Operator.NONE && !commented) {
            problems.error(at.within(end, 0), "expected a criterion after " + operator.sign());
        }
        return new Content.Nothing(at.within(0, end));
    }

    private void noteLineOr(Span at, boolean first) {
        if (first) {
            problems.warning(at, "nothing stands before this || for it to join");
        } else {
            problems.note(
                    at,
                    "this line is joined by OR; deid 0.4.12 reads || at the start of a line as AND"
                            + " (both read it as OR within one line)");
        }
    }

    private List<Criterion> criteria(Span line, String text, int from, int end) {
        List<Criterion> criteria = new ArrayList<>();
        boolean broken = false;
        Operator joined = Operator.NONE;
        int start = from;
        while (start <= end) {
            int next = nextOperator(text, start, end);
            int stop = Blanks.trimEnd(text, start, next);
            Criterion criterion = criterion(line, text, start, stop, joined);
            broken |= criterion == null;
            if (criterion != null) {
                criteria.add(criterion);
            }
            if (next == end) {
                break;
            }
            joined = CompatMembers.operatorAt(text, next);
            start = Blanks.skip(text, next + joined.sign().length(), end);
        }
        return broken ? List.of() : criteria;
    }

    /** The next operator that a filter word follows, in any case (Q5); {@code end} when there is none. */
    private static int nextOperator(String text, int from, int end) {
        for (int at = from; at < end; at++) {
            Operator operator =
                    text.charAt(at) == '+' ? Operator.AND : text.startsWith("||", at) ? Operator.OR : Operator.NONE;
            if (operator == Operator.NONE) {
                continue;
            }
            int word = Blanks.skip(text, at + operator.sign().length(), end);
            int wordEnd = Blanks.wordEnd(text, word, Math.min(end, word + LONGEST_WORD));
            if (Filter.of(text.substring(word, wordEnd)).isPresent()) {
                return at;
            }
        }
        return end;
    }

    private @Nullable Criterion criterion(Span line, String text, int start, int end, Operator joined) {
        int wordEnd = Blanks.wordEnd(text, start, end);
        String word = text.substring(start, wordEnd);
        Span wordAt = line.within(start, word.length());
        Optional<Filter> filter = Filter.of(word);
        if (filter.isEmpty()) {
            notAFilter(wordAt, word);
            return null;
        }
        int fieldStart = Blanks.skip(text, wordEnd, end);
        if (!filter.get().takesField()) {
            return ofFrames(line, text, start, fieldStart, end, joined, filter.get());
        }
        if (fieldStart == end) {
            problems.error(
                    line.within(end, 0),
                    "expected a field after " + filter.get().word());
            return null;
        }
        int fieldEnd = Blanks.wordEnd(text, fieldStart, end);
        Span fieldAt = line.within(fieldStart, fieldEnd - fieldStart);
        FilterField field = fields.read(fieldAt, text.substring(fieldStart, fieldEnd), filter.get());
        int valueStart = Blanks.skip(text, fieldEnd, end);
        String value = text.substring(valueStart, end);
        Span valueAt = line.within(valueStart, value.length());
        boolean complete =
                filter.get().takesValue() ? value(filter.get(), value, valueAt) : noValue(filter.get(), value, valueAt);
        if (!complete || field == null) {
            return null;
        }
        Span at = line.within(start, end - start);
        String given = filter.get().takesValue() ? value : null;
        Criterion criterion = new Criterion(at, joined, filter.get(), field, value, valueAt, given);
        rules.check(criterion);
        return criterion;
    }

    private @Nullable Criterion ofFrames(
            Span line, String text, int start, int valueStart, int end, Operator joined, Filter filter) {
        String value = text.substring(valueStart, end);
        Span valueAt = line.within(valueStart, value.length());
        int errorsBefore = problems.errors();
        lookForHiddenCriterion(value, valueAt);
        if (!GLYPHS.matcher(value).matches() && problems.errors() == errorsBefore) {
            problems.error(
                    valueAt,
                    "expected how many glyphs a row has at least, 1 to 9999, and nothing else after " + filter.word());
        }
        Span at = line.within(start, end - start);
        FilterField frames = new FilterField.Frames(valueAt.within(0, 0));
        return problems.errors() > errorsBefore
                ? null
                : new Criterion(at, joined, filter, frames, value, valueAt, value);
    }

    private void notAFilter(Span at, String word) {
        if (StrictActions.ACTIONS.contains(word.toUpperCase(Locale.ROOT))) {
            problems.error(at, "expected a criterion: an action has its place in the %header section");
            return;
        }
        problems.misspelt(
                at,
                "expected a filter (" + String.join(", ", FILTERS) + ") or coordinates, found " + Quoted.text(word),
                Suggestions.near(word, WORDS));
    }

    private boolean noValue(Filter filter, String value, Span valueAt) {
        int errorsBefore = problems.errors();
        lookForHiddenCriterion(value, valueAt);
        if (!value.isEmpty() && problems.errors() == errorsBefore) {
            problems.error(valueAt, "expected the end of the criterion: " + filter.word() + " takes a field alone");
        }
        return value.isEmpty();
    }

    private boolean value(Filter filter, String value, Span valueAt) {
        if (value.isEmpty()) {
            problems.error(valueAt, "expected a value after the field of " + filter.word());
            return false;
        }
        lookForHiddenCriterion(value, valueAt);
        if (filter.takesExpression()) {
            expressions.check(value, valueAt);
        } else if (value.indexOf('|') >= 0) {
            problems.warning(
                    valueAt,
                    filter.word() + " compares the whole text, so | is a character like others;"
                            + " for one of several texts use contains ^(a|b)$");
        }
        return true;
    }

    /** A misspelt filter after an operator would otherwise vanish in the value before it. */
    private void lookForHiddenCriterion(String value, Span valueAt) {
        for (int at = 0; at < value.length(); at++) {
            Operator operator = CompatMembers.operatorAt(value, at);
            if (operator == Operator.NONE) {
                continue;
            }
            int word = Blanks.skip(value, at + operator.sign().length(), value.length());
            int wordEnd = Blanks.wordEnd(value, word, Math.min(value.length(), word + LONGEST_WORD));
            int field = Blanks.skip(value, wordEnd, value.length());
            int fieldEnd = Blanks.wordEnd(value, field, Math.min(value.length(), field + LONGEST_KEYWORD));
            String name = value.substring(field, fieldEnd);
            boolean isField = Keywords.anyCase(name).isPresent() || name.startsWith("0x");
            List<String> near = isField ? Suggestions.near(value.substring(word, wordEnd), FILTERS) : List.of();
            if (!near.isEmpty()) {
                Span wordAt = valueAt.within(word, wordEnd - word);
                problems.misspelt(wordAt, "expected a filter after " + operator.sign(), near);
            }
        }
        int last = value.length() - 1;
        boolean looseSign = value.endsWith("+") && last > 0 && Blanks.isBlank(value.charAt(last - 1));
        if (looseSign || value.endsWith("||")) {
            problems.warning(valueAt.within(last, 1), "no criterion follows, so the operator is part of the value");
        }
    }
}

package org.sluice.recipe.syntax;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Span;

/** Action and entry lines as deid 0.4.12 reads them. */
final class CompatActions {
    private static final FieldReader FIELDS = new FieldReader(Reading.COMPAT);

    private CompatActions() {}

    /**
     * Reads a line whose beginning looks like an action.
     *
     * @param at the line without blanks at its ends
     * @param text the text at that place
     */
    static Action action(Span at, String text) throws Refusal {
        List<Tokens.Token> tokens = Tokens.of(text, Tokens.LoneQuote.DROPPED);
        String word = tokens.isEmpty() ? "" : tokens.get(0).text();
        Field field = field(at, tokens, word);
        return switch (word) {
            case "ADD" -> new Action.Add(at, field, needed(at, tokens, word));
            case "REPLACE" -> new Action.Replace(at, field, needed(at, tokens, word));
            case "JITTER" -> new Action.Jitter(at, field, needed(at, tokens, word));
            case "REMOVE" -> new Action.Remove(at, field, tokens.size() < 3 ? noValue(at) : value(at, tokens));
            case "BLANK" -> new Action.Blank(at, field);
            case "KEEP" -> new Action.Keep(at, field);
            default -> new Action.Ignored(at, word, field);
        };
    }

    /** Reads a line of a {@code %fields} or {@code %values} section that looks like an entry. */
    static ListEntry entry(Span at, String text, SectionKind kind) throws Refusal {
        List<Tokens.Token> tokens = Tokens.of(text, Tokens.LoneQuote.DROPPED);
        String word = tokens.isEmpty() ? "" : tokens.get(0).text();
        Field field = field(at, tokens, word);
        if (kind == SectionKind.FIELDS && text.regionMatches(true, 0, "SPLIT", 0, 5)) {
            throw new Refusal(at.within(0, word.length()), "SPLIT belongs in a %values section");
        }
        return switch (word) {
            case "FIELD" -> new ListEntry.Whole(at, field);
            case "SPLIT" ->
                tokens.size() < 3
                        ? new ListEntry.Split(at, field, " ", 1)
                        : SplitParameters.compat(at, field, valueText(tokens));
            default -> new ListEntry.Ignored(at, word, field);
        };
    }

    private static Field field(Span at, List<Tokens.Token> tokens, String word) throws Refusal {
        if (tokens.size() < 2) {
            throw new Refusal(at.end(), "expected a field after " + Quoted.text(word));
        }
        Tokens.Token token = tokens.get(1);
        return FIELDS.read(at.within(token.start(), token.text().length()), token.text());
    }

    private static Value needed(Span at, List<Tokens.Token> tokens, String word) throws Refusal {
        if (tokens.size() < 3) {
            throw new Refusal(at.end(), "expected a value after the field of " + word);
        }
        return value(at, tokens);
    }

    private static Value noValue(Span at) {
        return new Value.None(at.end());
    }

    private static Value value(Span at, List<Tokens.Token> tokens) {
        int start = tokens.get(2).start();
        return ValueReader.read(at.within(start, at.length() - start), valueText(tokens));
    }

    /** The words behind the field, joined by single blanks and cut at the first {@code #}. */
    static String valueText(List<Tokens.Token> tokens) {
        String joined = tokens.subList(2, tokens.size()).stream()
                .map(Tokens.Token::text)
                .collect(Collectors.joining(" "));
        int comment = joined.indexOf('#');
        return comment < 0 ? joined : joined.substring(0, comment);
    }
}

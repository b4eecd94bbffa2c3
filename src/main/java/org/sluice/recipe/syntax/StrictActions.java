package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

/** Reads the lines of {@code %header} and {@code %labels} (actions), and of {@code %fields} and {@code %values} (entries). */
final class StrictActions {
    static final List<String> ACTIONS = Stream.of(StrictFields.Use.values())
            .filter(use -> use != StrictFields.Use.ENTRY)
            .map(Enum::name)
            .toList();

    private final Problems problems;
    private final StrictFields fields;
    private final StrictValues values;
    private final ActionRules rules;
    private final ActionDifferences differences;

    StrictActions(Problems problems, Set<String> functions) {
        this.problems = problems;
        this.fields = new StrictFields(problems);
        this.values = new StrictValues(problems, functions);
        this.rules = new ActionRules(problems);
        this.differences = new ActionDifferences(problems);
    }

    /**
     * A line cut into its words.
     *
     * @param at the line without blanks at its ends
     * @param tokens its words, those of a comment included
     * @param commentStart where its comment starts; its length when there is none
     */
    private record Words(Span at, String text, List<Tokens.Token> tokens, int commentStart) {
        static Words of(Span at, String text) {
            List<Tokens.Token> tokens = Tokens.of(text, Tokens.LoneQuote.KEPT);
            // A hash inside the field is the field's business; what follows the field is cut at the first one.
            int behindField = tokens.size() < 2 ? text.length() : tokens.get(1).end();
            boolean noField = tokens.size() > 1 && tokens.get(1).text().startsWith("#");
            int hash = text.indexOf('#', noField ? tokens.get(1).start() : behindField);
            return new Words(at, text, tokens, hash < 0 ? text.length() : hash);
        }

        /** The same line as if the VR belonged to its field. */
        Words behindVr() {
            List<Tokens.Token> others = new ArrayList<>(tokens);
            others.remove(1);
            return new Words(at, text, others, commentStart);
        }

        String comment() {
            return text.substring(commentStart);
        }

        boolean hasField() {
            return tokens.size() > 1 && tokens.get(1).start() < commentStart;
        }

        Span span(Tokens.Token token) {
            return at.within(token.start(), token.text().length());
        }

        /** The line without its comment. */
        Span statement() {
            return at.within(0, Blanks.trimEnd(text, 0, commentStart));
        }

        /** What follows the field, where it stands; blanks off. */
        Span rest() {
            int start = Blanks.skip(text, tokens.get(1).end(), commentStart);
            return at.within(start, Blanks.trimEnd(text, start, commentStart) - start);
        }

        /** What follows the field, its words joined by single blanks. */
        String restText() {
            String joined = tokens.subList(2, tokens.size()).stream()
                    .map(token -> token.text()
                            .substring(0, Math.max(0, Math.min(token.text().length(), commentStart - token.start()))))
                    .collect(Collectors.joining(" "));
            return Blanks.strip(joined);
        }
    }

    /** Reads an action line. */
    RecipeDocument.Line action(Span at, String text) {
        Words words = Words.of(at, text);
        Tokens.Token word = words.tokens().get(0);
        if (!isAction(words, word)) {
            return skipped(words);
        }
        int errorsBefore = problems.errors();
        StrictFields.Use use = StrictFields.Use.valueOf(word.text());
        Field field = field(words, use);
        if (field == null) {
            return skipped(words);
        }
        Action action = action(words, use, field);
        if (action == null) {
            return skipped(words);
        }
        rules.check(action);
        if (problems.errors() == errorsBefore) {
            differences.note(at, text, action);
        }
        return new RecipeDocument.Line(action, words.comment());
    }

    private boolean isAction(Words words, Tokens.Token word) {
        if (ACTIONS.contains(word.text())) {
            return true;
        }
        String upper = word.text().toUpperCase(Locale.ROOT);
        if (ACTIONS.contains(upper)) {
            problems.fixable(
                    words.span(word),
                    "expected " + upper + " in upper case: deid 0.4.12 drops this line without a word",
                    upper);
            return false;
        }
        boolean criterion = Filter.of(word.text()).isPresent();
        problems.misspelt(
                words.span(word),
                criterion
                        ? "expected an action: a criterion has its place in a label of a %filter section"
                        : "expected an action (" + String.join(", ", ACTIONS) + "), found " + Quoted.text(word.text()),
                criterion ? List.of() : Suggestions.near(word.text(), ACTIONS));
        return false;
    }

    private @Nullable Field field(Words words, StrictFields.Use use) {
        if (!words.hasField()) {
            problems.error(
                    words.statement().end(),
                    "expected a field after " + words.tokens().get(0).text());
            return null;
        }
        Tokens.Token token = words.tokens().get(1);
        return fields.read(words.span(token), token, use);
    }

    private @Nullable Action action(Words words, StrictFields.Use use, Field field) {
        Span at = words.statement();
        String word = use.name();
        return switch (use) {
            case ADD -> {
                if (field instanceof Field.Private element) {
                    yield addPrivate(words, element);
                }
                Value value = given(words, word, field);
                yield value == null ? null : new Action.Add(at, field, value);
            }
            case REPLACE -> {
                Value value = given(words, word, field);
                yield value == null ? null : new Action.Replace(at, field, value);
            }
            case JITTER -> {
                Value value = value(words, word, List.of());
                yield value == null ? null : new Action.Jitter(at, field, value);
            }
            case REMOVE -> remove(words, field);
            case BLANK -> {
                nothingFollows(words);
                yield new Action.Blank(at, field);
            }
            case KEEP -> {
                nothingFollows(words);
                yield new Action.Keep(at, field);
            }
            case ENTRY -> throw new IllegalArgumentException("an entry is no action");
        };
    }

    private @Nullable Action addPrivate(Words words, Field.Private element) {
        Optional<Tokens.Token> written =
                words.tokens().stream().skip(2).findFirst().filter(token -> token.start() < words.commentStart());
        Optional<Vr> vr = written.flatMap(token -> Stream.of(Vr.values())
                .filter(one -> one != Vr.SQ && one.name().equals(token.text()))
                .findFirst());
        if (vr.isEmpty()) {
            Span at = written.map(words::span).orElse(words.statement().end());
            problems.error(at, "expected the VR of the private element, such as LO, and then its value");
            return null;
        }
        Value value = value(words.behindVr(), "ADD", List.of(vr.get()));
        return value == null ? null : new Action.AddPrivate(words.statement(), element, vr.get(), value);
    }

    private @Nullable Action remove(Words words, Field field) {
        if (words.restText().isEmpty()) {
            return new Action.Remove(words.statement(), field, new Value.None(words.rest()));
        }
        Value value = value(words, "REMOVE", List.of());
        if (value instanceof Value.Variable || value instanceof Value.HostFunction) {
            return new Action.Remove(words.statement(), field, value);
        }
        if (value != null) {
            problems.error(
                    words.rest(),
                    "expected the end of the line, var: or func: after the field of REMOVE"
                            + " (a comment starts with #)");
        }
        return null;
    }

    /** The value of a named sequence is an item. */
    private @Nullable Value given(Words words, String word, Field field) {
        List<Vr> vrs = Keywords.vrs(field);
        boolean item = words.tokens().size() > 2
                && (words.restText().startsWith("{") || words.restText().indexOf(',') >= 0);
        if (!vrs.contains(Vr.SQ) || !field.isNamed() || !item) {
            return value(words, word, vrs);
        }
        return ItemReader.read(problems, words.rest(), words.restText()).orElse(null);
    }

    private @Nullable Value value(Words words, String word, List<Vr> vrs) {
        String text = words.restText();
        boolean none = words.tokens().size() < 3;
        if (none) {
            problems.error(words.statement().end(), "expected a value after the field of " + word);
            return null;
        }
        warnOfLoneQuote(words);
        if (words.commentStart() < words.text().length()
                && !Blanks.isBlank(words.text().charAt(words.commentStart() - 1))) {
            problems.warning(
                    words.at().within(words.commentStart(), 1), "a value ends at the first #: the rest is a comment");
        }
        return values.read(words.rest(), text, vrs);
    }

    private void warnOfLoneQuote(Words words) {
        for (Tokens.Token token : words.tokens().subList(2, words.tokens().size())) {
            if (token.loneQuote() >= 0 && token.loneQuote() < words.commentStart()) {
                problems.warning(
                        words.at().within(token.loneQuote(), 1),
                        "this quote has no partner: it is kept here, deid 0.4.12 drops it and cuts the word there");
            }
        }
    }

    private void nothingFollows(Words words) {
        Span rest = words.rest();
        if (rest.length() > 0) {
            problems.warning(rest, "what follows the field is passed over; a comment starts with #");
        }
    }

    /** Reads an entry line. */
    RecipeDocument.Line entry(Span at, String text, SectionKind kind) {
        Words words = Words.of(at, text);
        int errorsBefore = problems.errors();
        Field field = field(words, StrictFields.Use.ENTRY);
        if (field == null) {
            return skipped(words);
        }
        Span statement = words.statement();
        ListEntry entry;
        if (words.tokens().get(0).text().equals("FIELD")) {
            nothingFollows(words);
            rules.check(field, kind);
            entry = new ListEntry.Whole(statement, field);
        } else {
            entry = SplitParameters.strict(problems, statement, field, words.rest(), words.restText());
        }
        if (problems.errors() == errorsBefore) {
            differences.note(at, text, entry);
        }
        return new RecipeDocument.Line(entry, words.comment());
    }

    private static RecipeDocument.Line skipped(Words words) {
        return new RecipeDocument.Line(new Content.Skipped(words.at(), words.text()), "");
    }
}

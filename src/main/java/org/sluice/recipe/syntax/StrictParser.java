package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.text.SourceText;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

/**
 * Reads a text as its author means it, and reports every problem: after a line that cannot be read it goes on with the
 * next one. Where deid 0.4.12 reads an accepted line differently, a note says how.
 */
final class StrictParser {
    private static final List<String> SECTIONS =
            Stream.of(SectionKind.values()).map(SectionKind::word).toList();
    private static final List<String> ENTRIES = List.of("FIELD", "SPLIT");

    private final SourceText source;
    private final Problems problems;
    private final StrictMembers members;
    private final StrictActions actions;
    private final LabelRules rules;
    private final List<RecipeDocument.Line> lines = new ArrayList<>();

    private @Nullable SectionKind section;
    private Content.@Nullable SectionHeading emptyFilter;
    private Content.@Nullable LabelHeading label;
    private final List<Recipe.CriteriaLine> criteriaOfLabel = new ArrayList<>();
    private int membersOfLabel;
    private boolean sectionUnknown;
    private boolean formatSeen;
    private boolean formatTried;

    private StrictParser(SourceText source, Set<String> functions) {
        this.source = source;
        this.problems = new Problems(source.lines());
        this.members = new StrictMembers(problems);
        this.actions = new StrictActions(problems, functions);
        this.rules = new LabelRules(problems);
    }

    /**
     * Reads one text.
     *
     * @param functions the names {@code func:} may call
     */
    static ParsedText parse(SourceText source, Set<String> functions) {
        StrictParser parser = new StrictParser(source, functions);
        parser.read();
        return new ParsedText(new RecipeDocument(source, parser.lines), parser.problems.inOrder());
    }

    private void read() {
        int number = 0;
        for (String text : source.lines()) {
            number++;
            Span at = Blanks.stripped(source.name(), number, text);
            lines.add(line(at, text.substring(at.column() - 1, at.column() - 1 + at.length())));
        }
        closeLabel();
        closeFilter();
        if (!formatSeen && !formatTried) {
            problems.fixable(
                    new Span(source.name(), 1, 1, 0),
                    "expected a line FORMAT dicom before the first section, found none",
                    "FORMAT dicom\n\n");
        }
    }

    private RecipeDocument.Line line(Span at, String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return new RecipeDocument.Line(new Content.Nothing(at), text);
        }
        if (text.startsWith("%")) {
            return heading(at, text);
        }
        if (text.regionMatches(true, 0, "FORMAT", 0, 6)) {
            return format(at, text);
        }
        if (sectionUnknown) {
            return skipped(at, text);
        }
        SectionKind kind = section;
        if (kind == null) {
            return noSection(at, text);
        }
        return switch (kind) {
            case FILTER -> filterLine(at, text);
            case HEADER, LABELS -> actionLine(at, text, kind);
            case FIELDS, VALUES -> entryLine(at, text, kind);
            case OPTIONS, INCLUDE -> noSection(at, text);
        };
    }

    private RecipeDocument.Line heading(Span at, String text) {
        closeLabel();
        closeFilter();
        int comment = text.indexOf('#');
        int end = Blanks.trimEnd(text, 1, comment < 0 ? text.length() : comment);
        int wordEnd = Blanks.wordEnd(text, 1, end);
        SectionKind kind = kind(at, text, wordEnd, end);
        sectionUnknown = kind == null;
        section = kind;
        if (kind == null) {
            return skipped(at, text);
        }
        String name = text.substring(Blanks.skip(text, wordEnd, end), end);
        checkName(at.within(end, 0), kind, name, at.within(end - name.length(), name.length()));
        noteOwnLines(at.within(0, end), kind, name);
        if (wordEnd < end && text.charAt(wordEnd) != ' ') {
            problems.note(at.within(wordEnd, 1), "deid 0.4.12 refuses white space other than a blank here");
        }
        var heading = new Content.SectionHeading(at.within(0, end), kind, name);
        emptyFilter = kind == SectionKind.FILTER ? heading : null;
        return new RecipeDocument.Line(heading, comment < 0 ? "" : text.substring(comment));
    }

    /** The kind of a section; of a misspelt one, the likeliest, so that its lines are looked at too. */
    private @Nullable SectionKind kind(Span at, String text, int wordEnd, int end) {
        String word = text.substring(1, wordEnd);
        Optional<SectionKind> kind = SectionKind.of(word);
        if (kind.isPresent()) {
            return kind.get();
        }
        if (word.isEmpty()) {
            unknownSection(at.within(1, 0), text, end);
            return null;
        }
        List<String> near = Suggestions.near(word, SECTIONS);
        problems.misspelt(
                at.within(1, word.length()),
                "expected a section (" + String.join(", ", SECTIONS) + "), found " + Quoted.text(word),
                near);
        return near.stream().findFirst().flatMap(SectionKind::of).orElse(null);
    }

    private void unknownSection(Span at, String text, int end) {
        int next = Blanks.skip(text, 1, end);
        String message = "expected the name of a section right after the %";
        if (next > 1 && next < end) {
            problems.fixable(new Span(at.file(), at.line(), at.column(), next - 1), message, "");
        } else {
            problems.error(at, message);
        }
    }

    /** Lines of ours that deid does not know. */
    private void noteOwnLines(Span at, SectionKind kind, String name) {
        if (!kind.isSection()) {
            problems.note(at, "deid 0.4.12 does not know %" + kind.word() + ": it refuses the recipe here");
        } else if (kind == SectionKind.HEADER && OptionCondition.of(name).isPresent()) {
            problems.note(at, "deid 0.4.12 has no options: it refuses the first line of this section");
        }
    }

    private void checkName(Span missing, SectionKind kind, String name, Span nameAt) {
        if (kind == SectionKind.HEADER && !name.isEmpty()) {
            if (OptionCondition.of(name).isEmpty()) {
                problems.error(
                        nameAt,
                        "expected the end of the line, or if or unless and the names of options in lower case,"
                                + " such as: %header unless retain-uids");
            }
        } else if (kind == SectionKind.OPTIONS
                && !name.isEmpty()
                && OptionCondition.names(name).isEmpty()) {
            problems.error(nameAt, "expected names of options in lower case, divided by blanks or commas");
        } else if (kind.named() && name.isEmpty()) {
            problems.error(missing, "expected a name after %" + kind.word());
        } else if (!kind.named() && !name.isEmpty()) {
            problems.error(nameAt, "expected the end of the line: a %" + kind.word() + " section has no name");
        }
    }

    private RecipeDocument.Line format(Span at, String text) {
        formatTried = true;
        String message = "expected FORMAT dicom and nothing else on the line";
        int comment = text.indexOf('#');
        String words = String.join("", text.split("\\s+"));
        if (label != null) {
            problems.error(at, "FORMAT inside a label is not read: expected it before the first section");
        } else if (words.startsWith("FORMAT") && words.substring(6).equalsIgnoreCase("dicom")) {
            formatSeen = true;
        } else if (words.toLowerCase(Locale.ROOT).startsWith("formatdicom")
                && (comment >= 0 || words.length() == "FORMATdicom".length())) {
            problems.fixable(at, message + (comment >= 0 ? ": no comment" : ": FORMAT in upper case"), "FORMAT dicom");
        } else {
            problems.error(at, message + ", found " + Quoted.text(text));
        }
        return new RecipeDocument.Line(new Content.Format(at), "");
    }

    private RecipeDocument.Line noSection(Span at, String text) {
        problems.error(at, "expected a section (%filter, %header, %fields, %values or %labels) before this line");
        return skipped(at, text);
    }

    private RecipeDocument.Line filterLine(Span at, String text) {
        String word = text.substring(0, Blanks.wordEnd(text, 0, text.length()));
        if (word.equalsIgnoreCase("LABEL")) {
            return labelLine(at, text);
        }
        if (text.regionMatches(true, 0, "LABEL", 0, 5)
                || Suggestions.near(word, List.of("LABEL")).size() == 1) {
            problems.misspelt(
                    at.within(0, word.length()), "expected LABEL, found " + Quoted.text(word), List.of("LABEL"));
            return labelLine(at, text);
        }
        if (label == null) {
            problems.error(at, "expected LABEL and a name before the first line of a filter");
            emptyFilter = null;
            return skipped(at, text);
        }
        membersOfLabel++;
        RecipeDocument.Line member = members.read(at, text, membersOfLabel == 1);
        if (member.content() instanceof Recipe.CriteriaLine criteria) {
            criteriaOfLabel.add(criteria);
        }
        return member;
    }

    private RecipeDocument.Line labelLine(Span at, String text) {
        closeLabel();
        emptyFilter = null;
        membersOfLabel = 0;
        int comment = text.indexOf('#');
        int end = Blanks.trimEnd(text, 0, comment < 0 ? text.length() : comment);
        Content.LabelHeading heading = CompatParser.labelHeading(at.within(0, end), text);
        label = heading;
        return new RecipeDocument.Line(heading, comment < 0 ? "" : text.substring(comment));
    }

    private void closeLabel() {
        Content.LabelHeading open = label;
        if (open != null && membersOfLabel == 0) {
            problems.error(open.at(), "expected a criterion or coordinates in this label, found none");
        }
        rules.check(criteriaOfLabel);
        criteriaOfLabel.clear();
        label = null;
    }

    private void closeFilter() {
        Content.SectionHeading open = emptyFilter;
        if (open != null) {
            problems.warning(open.at(), "this filter has no label: it never flags anything");
        }
        emptyFilter = null;
    }

    private RecipeDocument.Line actionLine(Span at, String text, SectionKind kind) {
        String word = text.substring(0, Blanks.wordEnd(text, 0, text.length()));
        if (!word.equalsIgnoreCase("LABEL")) {
            return actions.action(at, text);
        }
        String message = "a label means nothing outside a %filter section";
        if (kind == SectionKind.LABELS) {
            problems.warning(at, message);
        } else {
            problems.error(at, message);
        }
        return skipped(at, text);
    }

    private RecipeDocument.Line entryLine(Span at, String text, SectionKind kind) {
        String word = text.substring(0, Blanks.wordEnd(text, 0, text.length()));
        Span wordAt = at.within(0, word.length());
        if (word.equals("SPLIT") && kind == SectionKind.FIELDS) {
            problems.error(wordAt, "expected FIELD: SPLIT belongs in a %values section");
            return skipped(at, text);
        }
        if (ENTRIES.contains(word)) {
            return actions.entry(at, text, kind);
        }
        if (StrictActions.ACTIONS.contains(word.toUpperCase(Locale.ROOT))) {
            problems.error(wordAt, "expected FIELD: an action has its place in the %header section");
        } else {
            String expected = kind == SectionKind.FIELDS ? "FIELD" : "FIELD or SPLIT";
            problems.misspelt(
                    wordAt, "expected " + expected + ", found " + Quoted.text(word), Suggestions.near(word, ENTRIES));
        }
        return skipped(at, text);
    }

    private static RecipeDocument.Line skipped(Span at, String text) {
        return new RecipeDocument.Line(new Content.Skipped(at, text), "");
    }
}

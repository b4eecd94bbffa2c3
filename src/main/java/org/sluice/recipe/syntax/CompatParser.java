package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** Reads a text as deid 0.4.12 does: the first line it cannot take ends the reading, everything odd is passed over. */
final class CompatParser {
    private static final List<String> ACTION_WORDS =
            List.of("ADD", "BLANK", "JITTER", "KEEP", "REPLACE", "REMOVE", "LABEL");
    private static final List<String> ENTRY_WORDS = List.of("FIELD", "SPLIT");

    private final SourceText source;
    private final Problems problems;
    private final List<RecipeDocument.Line> lines = new ArrayList<>();
    private Content.@Nullable SectionHeading section;
    private boolean inLabel;
    private boolean formatSeen;

    private CompatParser(SourceText source) {
        this.source = source;
        this.problems = new Problems(source.lines());
    }

    static ParsedText parse(SourceText source) {
        CompatParser parser = new CompatParser(source);
        parser.read();
        return new ParsedText(new RecipeDocument(source, parser.lines), parser.problems.inOrder());
    }

    private void read() {
        try {
            int number = 0;
            for (String text : source.lines()) {
                number++;
                Span at = Blanks.stripped(source.name(), number, text);
                if (at.length() == 0 && text.indexOf('\t') >= 0) {
                    problems.warning(at, "a line of white space is passed over");
                }
                lines.add(line(at, text.substring(at.column() - 1, at.column() - 1 + at.length())));
            }
            if (!formatSeen) {
                throw new Refusal(new Span(source.name(), 1, 1, 0), "expected a line FORMAT dicom, found none");
            }
        } catch (Refusal refusal) {
            problems.error(refusal.at(), refusal.reason());
        }
    }

    private RecipeDocument.Line line(Span at, String text) throws Refusal {
        if (text.isEmpty() || (text.startsWith("#") && !inLabel)) {
            return new RecipeDocument.Line(new Content.Nothing(at), text);
        }
        if (text.startsWith("%")) {
            return section(at, text);
        }
        return new RecipeDocument.Line(inLabel ? member(at, text) : statement(at, text), "");
    }

    private RecipeDocument.Line section(Span at, String text) throws Refusal {
        int comment = text.indexOf('#');
        String heading = Blanks.strip(comment < 0 ? text : text.substring(0, comment));
        int blank = heading.indexOf(' ');
        int wordEnd = blank < 0 ? heading.length() : blank;
        // deid takes every percent sign and white space out of the word, wherever it stands: %%header is a header.
        String word = heading.substring(0, wordEnd)
                .chars()
                .filter(c -> c != '%' && !Blanks.isBlank((char) c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String name = blank < 0 ? "" : heading.substring(blank + 1);
        SectionKind kind = SectionKind.of(word)
                .filter(SectionKind::isSection)
                .orElseThrow(() -> new Refusal(at.within(1, wordEnd - 1), "expected the name of a section"));
        if (kind.named() && name.isEmpty()) {
            throw new Refusal(at.within(heading.length(), 0), "expected a name after %" + kind.word());
        }
        section = new Content.SectionHeading(at.within(0, heading.length()), kind, name);
        inLabel = false;
        return new RecipeDocument.Line(section, comment < 0 ? "" : text.substring(comment));
    }

    private Content member(Span at, String text) throws Refusal {
        if (startsWith(text, "LABEL")) {
            return label(at, text);
        }
        Content member = CompatMembers.read(at, text);
        if (member instanceof Content.Skipped) {
            problems.warning(at, "no filter begins this line of a label; it is passed over");
        }
        return member;
    }

    private Content statement(Span at, String text) throws Refusal {
        if (startsWith(text, "FORMAT")) {
            return format(at, text);
        }
        Optional<SectionKind> kind = Optional.ofNullable(section).map(Content.SectionHeading::kind);
        boolean list = kind.equals(Optional.of(SectionKind.FIELDS)) || kind.equals(Optional.of(SectionKind.VALUES));
        if (list && ENTRY_WORDS.stream().anyMatch(word -> startsWith(text, word))) {
            return CompatActions.entry(at, text, kind.get());
        }
        if (ACTION_WORDS.stream().noneMatch(word -> startsWith(text, word))) {
            problems.warning(at, "the line is not recognised; it is passed over");
            return new Content.Skipped(at, text);
        }
        if (kind.equals(Optional.of(SectionKind.FILTER)) && startsWith(text, "LABEL")) {
            return label(at, text);
        }
        return action(at, text);
    }

    private Content format(Span at, String text) throws Refusal {
        String format = text.chars()
                .filter(c -> !Blanks.isBlank((char) c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replace("FORMAT", "");
        if (!format.toLowerCase(Locale.ROOT).equals("dicom")) {
            throw new Refusal(at, "expected FORMAT dicom, found " + Quoted.text(text));
        }
        formatSeen = true;
        return new Content.Format(at);
    }

    private Content label(Span at, String text) {
        inLabel = true;
        return labelHeading(at, text);
    }

    /** A label line: the name deid shows, and the one its author wrote. */
    static Content.LabelHeading labelHeading(Span at, String text) {
        String shown = text.replaceFirst("label", "");
        String written = text.substring("LABEL".length());
        return new Content.LabelHeading(at, text.substring(0, 5), beforeComment(written), beforeComment(shown));
    }

    private static String beforeComment(String text) {
        int comment = text.indexOf('#');
        return Blanks.strip(comment < 0 ? text : text.substring(0, comment));
    }

    private Content action(Span at, String text) throws Refusal {
        Content.SectionHeading current = section;
        if (current == null) {
            throw new Refusal(at, "expected a section before the first action");
        }
        Action action = CompatActions.action(at, text);
        if (action instanceof Action.Ignored) {
            return action;
        }
        if (current.kind().named()) {
            throw new Refusal(
                    at, "an action has no place in a %" + current.kind().word() + " section");
        }
        if (!current.name().isEmpty()) {
            throw new Refusal(at, "a %" + current.kind().word() + " section with a name takes no action");
        }
        return action;
    }

    private static boolean startsWith(String text, String word) {
        return Stream.of(word).anyMatch(start -> text.regionMatches(true, 0, start, 0, start.length()));
    }
}

package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/**
 * Writes a strict recipe in its canonical layout: one blank line before a section and before a label, the lines of a
 * label indented by two, single blanks between words, every comment kept. It means the same before and after.
 */
public final class RecipeFormat {
    private static final String INDENT = "  ";

    private final List<String> source;
    private final List<String> out = new ArrayList<>();
    private List<String> comments = new ArrayList<>();
    private boolean blankBefore;
    private boolean inLabel;

    private RecipeFormat(RecipeDocument document) {
        this.source = document.source().lines();
    }

    /**
     * The text in canonical layout, its lines ended by line feeds.
     *
     * @param functions the names that {@code func:} may call
     * @throws RecipeException when the recipe is refused; a text that is not understood is not touched
     */
    public static String format(SourceText source, Set<String> functions) throws RecipeException {
        ParsedText parsed = StrictParser.parse(source, functions);
        if (parsed.isRefused()) {
            throw new RecipeException(parsed.problems());
        }
        RecipeFormat format = new RecipeFormat(parsed.document());
        parsed.document().lines().forEach(format::line);
        format.flushComments(format.inLabel ? INDENT : "");
        return String.join("\n", format.out) + "\n";
    }

    private void line(RecipeDocument.Line line) {
        Content content = line.content();
        if (content instanceof Content.Nothing) {
            nothing(line.comment());
        } else if (content instanceof Content.SectionHeading || content instanceof Content.LabelHeading) {
            heading(line);
        } else {
            statement(line);
        }
    }

    /** Comments wait for the line they stand above, to be indented like it. */
    private void nothing(String comment) {
        if (comment.isEmpty()) {
            flushComments(inLabel ? INDENT : "");
            blankBefore = !out.isEmpty();
        } else {
            comments.add(comment);
        }
    }

    private void heading(RecipeDocument.Line line) {
        boolean first = out.isEmpty();
        blankBefore = !first;
        flushComments("");
        blank();
        out.add(text(line.content()) + comment(line));
        inLabel = line.content() instanceof Content.LabelHeading;
    }

    private void statement(RecipeDocument.Line line) {
        String indent = inLabel ? INDENT : "";
        flushComments(indent);
        blank();
        out.add(indent + text(line.content()) + comment(line));
    }

    private void flushComments(String indent) {
        if (comments.isEmpty()) {
            return;
        }
        blank();
        for (String comment : comments) {
            out.add(indent + comment);
        }
        comments = new ArrayList<>();
    }

    private void blank() {
        if (blankBefore) {
            out.add("");
        }
        blankBefore = false;
    }

    /** A comment right behind a value stays there: a blank before it would be part of the value in deid (Q3). */
    private String comment(RecipeDocument.Line line) {
        if (line.comment().isEmpty()) {
            return "";
        }
        String written = Blanks.strip(source.get(line.content().at().line() - 1));
        int before = written.length() - line.comment().length() - 1;
        return before >= 0 && Blanks.isBlank(written.charAt(before)) ? " " + line.comment() : line.comment();
    }

    private String text(Content content) {
        if (content instanceof Content.Format) {
            return "FORMAT dicom";
        }
        if (content instanceof Content.SectionHeading heading) {
            return "%" + heading.kind().word() + spaced(heading.name());
        }
        if (content instanceof Content.LabelHeading) {
            // deid shows a label line as it was written, blanks included.
            Span at = content.at();
            return source.get(at.line() - 1).substring(at.column() - 1, at.column() - 1 + at.length());
        }
        if (content instanceof Recipe.CriteriaLine line) {
            return criteria(line);
        }
        if (content instanceof Coordinates coordinates) {
            return coordinates.word().word() + spaced(coordinates.written());
        }
        if (content instanceof Action action) {
            return action.word()
                    + spaced(action.field().written())
                    + spaced(action instanceof Action.AddPrivate add ? add.vr().name() : "")
                    + spaced(value(action));
        }
        if (content instanceof ListEntry entry) {
            return entry(entry);
        }
        return content instanceof Content.Skipped skipped ? skipped.written() : "";
    }

    private static String criteria(Recipe.CriteriaLine line) {
        String criteria = line.criteria().stream()
                .map(criterion -> operator(criterion.joined())
                        + criterion.filter().word()
                        + spaced(criterion.field().written())
                        + spaced(criterion.value()))
                .collect(Collectors.joining(" "));
        return operator(line.operator()) + criteria;
    }

    private static String operator(Operator operator) {
        return operator == Operator.NONE ? "" : operator.sign() + " ";
    }

    private static String entry(ListEntry entry) {
        if (!(entry instanceof ListEntry.Split split)) {
            return "FIELD " + entry.field().written();
        }
        List<String> parameters = new ArrayList<>();
        if (!split.by().equals(" ")) {
            parameters.add("by=\"" + split.by() + "\"");
        }
        if (split.minLength() != 1) {
            parameters.add("minlength=" + split.minLength());
        }
        return "SPLIT " + entry.field().written() + spaced(String.join(";", parameters));
    }

    private static String value(Action action) {
        return action.value().written();
    }

    private static String spaced(String text) {
        return text.isEmpty() ? "" : " " + text;
    }
}

package org.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.sluice.text.Fix;
import org.sluice.text.Problem;
import org.sluice.text.Span;
import picocli.CommandLine.Option;

/** The option {@code --json} of commands on recipes, and their reports for machines: one line of JSON each. */
final class JsonReports {
    private static final JsonFactory JSON = new JsonFactory();

    @Option(names = "--json", description = "Print one line of JSON for each report.")
    private boolean wanted;

    /** Whether JSON is to be printed. */
    boolean wanted() {
        return wanted;
    }

    /** Says why something is refused: in JSON, with some fields in front, or with a text for each error. */
    void refuse(Console console, List<Problem> problems, Fields front) throws IOException {
        if (wanted) {
            print(console, out -> {
                front.writeTo(out);
                write("problems", problems, out);
            });
        } else {
            problems.stream().filter(Problem::isError).forEach(problem -> console.error(problem.display()));
        }
    }

    /** What a report consists of. */
    @FunctionalInterface
    interface Fields {
        void writeTo(JsonGenerator out) throws IOException;
    }

    /** Prints one object on a line of its own. */
    static void print(Console console, Fields fields) throws IOException {
        try (JsonGenerator out = JSON.createGenerator(console.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            fields.writeTo(out);
            out.writeEndObject();
        }
        console.out().print('\n');
    }

    /** Writes a field that holds all the problems. */
    static void write(String name, List<Problem> problems, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (Problem problem : problems) {
            out.writeStartObject();
            place(problem.at(), out);
            out.writeStringField("severity", problem.severity().word());
            out.writeStringField("message", problem.message());
            out.writeArrayFieldStart("suggestions");
            for (String suggestion : problem.suggestions()) {
                out.writeString(suggestion);
            }
            out.writeEndArray();
            Fix fix = problem.fix();
            if (fix != null) {
                out.writeObjectFieldStart("fix");
                place(fix.at(), out);
                out.writeStringField("replacement", fix.replacement());
                out.writeEndObject();
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Writes the fields of a place. */
    static void place(Span at, JsonGenerator out) throws IOException {
        out.writeStringField("file", at.file());
        out.writeNumberField("line", at.line());
        out.writeNumberField("column", at.column());
        out.writeNumberField("length", at.length());
    }
}

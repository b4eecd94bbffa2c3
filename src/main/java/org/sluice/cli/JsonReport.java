package org.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import org.sluice.recipe.Inspected;
import org.sluice.recipe.filter.Coordinate;
import org.sluice.recipe.filter.Match;

/** {@code inspect --json}: one line for each file, as soon as it is known. */
final class JsonReport implements InspectReport {
    private final JsonGenerator out;

    JsonReport(Console console) throws IOException {
        this.out = new JsonFactory().createGenerator(console.out());
        out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void add(Inspected inspected) throws IOException {
        out.writeStartObject();
        out.writeStringField("file", inspected.file().path().toString());
        if (inspected instanceof Inspected.Judged judged) {
            out.writeBooleanField("flagged", judged.verdict().flagged());
            out.writeArrayFieldStart("results");
            for (Match match : judged.verdict().matches()) {
                match(match);
            }
            out.writeEndArray();
        } else if (inspected instanceof Inspected.Contradicting contradicting) {
            out.writeStringField(
                    "contradiction", contradicting.contradiction().kind().word());
            out.writeStringField("detail", contradicting.contradiction().text());
        } else if (inspected instanceof Inspected.Unreadable unreadable) {
            out.writeStringField("error", unreadable.problem());
        } else if (inspected instanceof Inspected.Undecided undecided) {
            out.writeStringField("error", undecided.problem());
        }
        out.writeEndObject();
        out.flush(); // to the console, which hands it on when it is time
    }

    private void match(Match match) throws IOException {
        out.writeStartObject();
        out.writeStringField("group", match.section());
        out.writeStringField("reason", match.reason());
        out.writeArrayFieldStart("coordinates");
        for (Coordinate coordinate : match.coordinates()) {
            coordinate(coordinate);
        }
        out.writeEndArray();
        out.writeNumberField("line", match.line());
        out.writeEndObject();
    }

    /** {@code [mask, where]}; where is one text, or a list when it comes from a sequence of the instance. */
    private void coordinate(Coordinate coordinate) throws IOException {
        out.writeStartArray();
        out.writeNumber(coordinate.effect().mask());
        if (coordinate.source() == Coordinate.Source.RECIPE) {
            out.writeString(coordinate.regions().get(0));
        } else {
            out.writeStartArray();
            for (String region : coordinate.regions()) {
                out.writeString(region);
            }
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    @Override
    public void finish() throws IOException {
        out.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

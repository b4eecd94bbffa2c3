package org.sluice.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** The report as one JSON object. */
public final class FindingsAsJson implements ReportWriter {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void write(VerifyReport report, Writer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("recipe", report.recipe());
            json.writeStringField("recipe_sha256", report.recipeSha256());
            json.writeStringField("edition", report.edition());
            json.writeNumberField("originals", report.originals());
            json.writeNumberField("outputs", report.outputs());
            json.writeNumberField("paired", report.paired());
            json.writeBooleanField("dciodvfy", report.judge());
            json.writeNumberField("dciodvfy_looked_at", report.judged());
            counts(report.counts(), json);
            json.writeArrayFieldStart("studies");
            for (StudyResult study : report.studies()) {
                study(study, json);
            }
            json.writeEndArray();
            findings(report.others(), json);
            json.writeEndObject();
        }
    }

    private static void study(StudyResult study, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("study", study.name());
        json.writeStringField("digest_of_original", study.digest());
        json.writeNumberField("originals", study.instances());
        json.writeNumberField("paired", study.paired());
        json.writeNumberField("held", study.held());
        counts(study.counts(), json);
        json.writeArrayFieldStart("changes");
        for (Map.Entry<Change, Long> entry : study.changes().entrySet()) {
            json.writeStartObject();
            json.writeStringField("attribute", entry.getKey().attribute());
            json.writeStringField("name", entry.getKey().name());
            json.writeStringField("what", entry.getKey().what());
            json.writeStringField("line", entry.getKey().line());
            json.writeNumberField("count", entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        findings(study, json);
        json.writeEndObject();
    }

    private static void counts(Map<FindingKind, Long> counts, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("counts");
        for (Map.Entry<FindingKind, Long> entry : counts.entrySet()) {
            json.writeNumberField(entry.getKey().word(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void findings(StudyResult study, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : study.findings()) {
            json.writeStartObject();
            json.writeStringField("kind", finding.kind().word());
            json.writeStringField("file", finding.file());
            json.writeStringField("where", finding.where());
            json.writeStringField("text", finding.text());
            if (finding.sighting().isPresent()) {
                sighting(finding.sighting().get(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void sighting(Sighting met, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("value");
        json.writeStringField("source", met.source());
        json.writeStringField("attribute", met.attribute());
        json.writeStringField("category", met.category().word());
        json.writeStringField("shape", met.shape());
        json.writeStringField("digest", met.digest());
        if (met.value().isPresent()) {
            json.writeStringField("text", met.value().get());
        }
        json.writeEndObject();
    }
}

package org.sluice.recipe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.action.HeaderJson;
import org.sluice.recipe.filter.Coordinate;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.function.VariablesFile;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.OneLine;
import org.sluice.text.SourceText;

/**
 * Says in one line of JSON for each file what a recipe makes of it: the verdict, and the whole header after the actions. For
 * tests and tools; values of the instance are in it.
 *
 * <p>Keys: {@code flagged}, {@code results} of {@code group}, {@code reason} and {@code coordinates}; {@code header_unchanged},
 * or {@code header} of {@code meta} and {@code dataset} in the DICOM JSON model; {@code filter_error}, {@code header_error},
 * {@code save_error}. Strict only: {@code contradictions}, the first of each kind, and {@code quarantine} of {@code kind} and
 * {@code message}, when there is one, or the actions were done and the node could not send the result on all the same. Behind a
 * contradiction that ends the reading there is no verdict: {@code flagged} and {@code results} are null. When nothing could be
 * evaluated and no kind is known: {@code error}, {@code message} and {@code stage} ({@code parse}, {@code read}).
 */
public final class Evaluation {
    private static final HeaderLimits LIMITS = new HeaderLimits(1 << 30, 250, 1 << 24);
    private static final JsonFactory JSON = new JsonFactory();

    private final @Nullable CompiledRecipe recipe;
    private final @Nullable RecipeException refusal;
    private final Variables variables;

    /**
     * An evaluation with recipe texts in load order; a refused recipe shows in every line. Functions are the installed ones, and
     * the stand-ins among the variables.
     */
    public Evaluation(List<SourceText> recipes, Reading reading, VariablesFile variables) {
        this(recipes, reading, variables, Variables.NONE);
    }

    /** The same, with the variables of a route for names that are not among those of the file. */
    public Evaluation(List<SourceText> recipes, Reading reading, VariablesFile variables, Variables ofRoute) {
        this.variables = variables.or(ofRoute);
        CompiledRecipe compiled = null;
        RecipeException refused = null;
        try {
            RecipeFunctions functions = RecipeFunctions.installed().with(variables.functions());
            compiled = CompiledRecipe.load(recipes, reading, new CompiledRecipe.Environment(functions, LocalDate::now));
        } catch (RecipeException e) {
            refused = e;
        }
        this.recipe = compiled;
        this.refusal = refused;
    }

    /** The line for a file, without its line end. */
    public String line(Path file) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(line)) {
            out.writeStartObject();
            if (recipe == null) {
                error(out, "parse", String.valueOf(refusal == null ? "" : refusal.getMessage()));
            } else {
                read(file, recipe, out);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return line.toString();
    }

    private void read(Path file, CompiledRecipe compiled, JsonGenerator out) throws IOException {
        Read read;
        try {
            if (compiled.reading() == Reading.STRICT) {
                ScreenedInstance instance = ScreenedInstance.of(file, compiled, variables, LIMITS);
                contradictions(instance.screening(), out);
                if (endsInContradiction(instance)) {
                    unread(instance.screening(), out);
                    return;
                }
                read = asTheNodeReads(instance);
            } else {
                read = asDeidReads(file, compiled);
            }
        } catch (IOException | DataSetException e) {
            error(out, "read", OneLine.message(e));
            return;
        }
        verdict(read.screening(), out);
        header(read, out);
    }

    private static boolean endsInContradiction(ScreenedInstance instance) {
        return instance.failure().isPresent()
                && !instance.screening().contradictions().isEmpty();
    }

    private static void unread(Screening screening, JsonGenerator out) throws IOException {
        out.writeNullField("flagged");
        out.writeNullField("results");
        quarantine(screening, Optional.empty(), out);
    }

    /**
     * An instance that was read.
     *
     * @param received all of it, pixel data too
     */
    private record Read(Screening screening, Instance received, Result result) {
        /** Gives the data set after the actions. */
        @FunctionalInterface
        interface Result {
            Part of(HeaderEdits edits) throws IOException, DataSetException;
        }
    }

    /** Bulk values pass by; the result is what is written. */
    private static Read asTheNodeReads(ScreenedInstance instance) throws IOException, DataSetException {
        instance.requireReadable();
        Instance received = new Instance(instance.meta(), instance.receivedWithBulk(LIMITS));
        return new Read(instance.screening(), received, edits -> part(instance.editedWithBulk(edits, LIMITS)));
    }

    /** Everything is held and can be compared; the result is what deid has in memory. */
    private static Read asDeidReads(Path file, CompiledRecipe compiled) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file, LIMITS)) {
            Screening screening = Screening.holdingAll(compiled, part10.syntax(), part10::meta, LIMITS);
            screening.read(() -> part10.pieces(LIMITS.maxBytes()));
            Instance received = new Instance(part10.meta(), screening.header().orElseThrow());
            return new Read(screening, received, edits -> edits::writeDataSet);
        }
    }

    private static void contradictions(Screening screening, JsonGenerator out) throws IOException {
        if (screening.contradictions().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("contradictions");
        for (Contradiction found : screening.contradictions().ofEachKind()) {
            out.writeStartObject();
            out.writeStringField("kind", found.kind().word());
            out.writeStringField("detail", found.text());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void error(JsonGenerator out, String stage, String message) throws IOException {
        out.writeStringField("error", stage.equals("parse") ? "RecipeException" : "IOException");
        out.writeStringField("message", message);
        out.writeStringField("stage", stage);
    }

    private static void verdict(Screening screening, JsonGenerator out) throws IOException {
        Verdict verdict;
        try {
            verdict = screening.verdict(Occurrences.ANY);
        } catch (EvaluationException e) {
            out.writeNullField("flagged");
            out.writeNullField("results");
            failure(out, "filter_error", "EvaluationException", String.valueOf(e.getMessage()));
            return;
        }
        out.writeBooleanField("flagged", verdict.flagged());
        out.writeArrayFieldStart("results");
        for (Match match : verdict.matches()) {
            match(match, out);
        }
        out.writeEndArray();
    }

    private static void match(Match match, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("group", match.section());
        out.writeStringField("reason", match.reason());
        out.writeArrayFieldStart("coordinates");
        for (Coordinate coordinate : match.coordinates()) {
            out.writeStartArray();
            out.writeNumber(coordinate.effect().mask());
            boolean several = coordinate.source() == Coordinate.Source.SEQUENCE;
            if (several) {
                out.writeStartArray();
            }
            for (String region : coordinate.regions()) {
                out.writeString(region);
            }
            if (several) {
                out.writeEndArray();
            }
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void header(Read read, JsonGenerator out) throws IOException {
        HeaderEdits edits;
        String after;
        try {
            edits = read.screening().edit(variables);
            after = json(edits::writeMeta, read.result().of(edits));
        } catch (ActionException | DataSetException e) {
            out.writeNullField("header");
            failure(out, "header_error", "ActionException", OneLine.message(e));
            return;
        }
        String before = asReceived(read.received());
        if (before.equals(after)) {
            out.writeBooleanField("header_unchanged", true);
        } else {
            out.writeFieldName("header");
            out.writeRawValue(after);
        }
        Optional<String> saveError = edits.saveError();
        if (saveError.isPresent()) {
            failure(out, "save_error", "DataSetException", saveError.get());
        }
        if (read.screening().isStrict()) {
            quarantine(read.screening(), edits.unsendable(), out);
        }
    }

    /**
     * What the node does with an instance that no filter stops: it contradicts itself, or cannot be sent on. In compat the key
     * would be one that deid does not have.
     */
    private static void quarantine(Screening screening, Optional<String> unsendable, JsonGenerator out)
            throws IOException {
        Optional<Contradiction> contradiction = screening.contradictions().first();
        if (contradiction.isEmpty() && unsendable.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("quarantine");
        out.writeStringField(
                "kind", contradiction.map(found -> found.kind().word()).orElse("action-failed"));
        out.writeStringField("message", contradiction.map(Contradiction::text).orElseGet(unsendable::get));
        out.writeEndObject();
    }

    /** The header without any action. */
    static String asReceived(Instance instance) throws IOException {
        return json(part(instance.meta()), part(instance.dataSet()));
    }

    /** Writes one part of an instance. */
    @FunctionalInterface
    private interface Part {
        void write(JsonGenerator out) throws IOException;
    }

    private static Part part(Header header) {
        return out -> HeaderJson.write(header, out);
    }

    private static String json(Part meta, Part dataSet) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeFieldName("meta");
            meta.write(out);
            out.writeFieldName("dataset");
            dataSet.write(out);
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void failure(JsonGenerator out, String key, String kind, String message) throws IOException {
        out.writeObjectFieldStart(key);
        out.writeStringField("error", kind);
        out.writeStringField("message", message);
        out.writeEndObject();
    }
}

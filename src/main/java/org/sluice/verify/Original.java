package org.sluice.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.files.FoundFile;
import org.sluice.pixel.ScrubOrder;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.ActionTrace;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.profile.ProfileOption;
import org.sluice.recipe.syntax.Recipe;

/**
 * An original, and what it should have become.
 *
 * @param received all of it, without its bulk values
 * @param expected what the recipe makes of it; without a recipe it itself
 * @param trace which lines did that
 * @param held why a node would keep it, and nothing would come out; empty when it would not
 * @param labels the labels that match, in their sections: by them regions may have been blanked
 * @param options that the recipe has switched on
 */
record Original(
        FoundFile file,
        Header meta,
        ReadDataSet received,
        ReadDataSet expected,
        List<ActionTrace.Change> trace,
        Optional<String> held,
        List<String> labels,
        Set<ProfileOption> options) {
    private static final int ISSUER_OF_PATIENT_ID = 0x0010_0021;

    /** Reads one without a recipe. */
    static Original read(FoundFile file) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file.path(), HeaderLimits.DEFAULT)) {
            BulkReader bulk = new BulkReader(part10.syntax().bigEndian(), null);
            ReadDataSet all =
                    new DataSetReading(part10.syntax(), HeaderLimits.DEFAULT, bulk).read(part10.pieces(Long.MAX_VALUE));
            return new Original(
                    file,
                    part10.meta(),
                    all,
                    all,
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    EnumSet.noneOf(ProfileOption.class));
        }
    }

    /** Reads one, and runs a recipe over it. */
    static Original read(FoundFile file, CompiledRecipe recipe, InstanceVariables variables)
            throws IOException, DataSetException {
        ReadDataSet received = received(file);
        ScreenedInstance instance =
                ScreenedInstance.toBeWritten(file.path(), recipe, variables.ofAll(), HeaderLimits.DEFAULT);
        instance.requireReadable();
        Optional<String> held = held(instance);
        ActionTrace trace = new ActionTrace();
        ReadDataSet expected = received;
        try {
            HeaderEdits edits = instance.edit(variables.of(file, instance.sopInstanceUid()), trace);
            Optional<String> unsendable = edits.unsendable();
            held = held.isPresent() ? held : unsendable;
            expected = expected(instance, edits);
        } catch (ActionException e) {
            held = Optional.of("an action fails: " + e.getMessage());
        } catch (DataSetReading.UnreadableException e) {
            throw e.fault();
        }
        return new Original(
                file,
                instance.meta(),
                received,
                expected,
                done(trace, expected),
                held,
                labels(instance),
                options(recipe));
    }

    /** Without the private creators that were to go, and stayed for what is left of their blocks. */
    private static List<ActionTrace.Change> done(ActionTrace trace, ReadDataSet expected) {
        List<ActionTrace.Change> changes = trace.changes();
        boolean creators = changes.stream().anyMatch(change -> Tag.isPrivateCreator(change.tag()));
        if (!creators) {
            return changes;
        }
        Set<String> left = expected.byPath().keySet();
        return changes.stream()
                .filter(change -> !Tag.isPrivateCreator(change.tag()) || !left.contains(change.path()))
                .toList();
    }

    /** What the recipe makes of it where the regions of its labels are blanked: as {@code clean}, and a node's scrub, do. */
    static ReadDataSet blanked(
            FoundFile file, CompiledRecipe recipe, InstanceVariables variables, ScrubOrder.Colour colour)
            throws IOException, DataSetException, ActionException {
        ScreenedInstance instance =
                ScreenedInstance.toBeScrubbed(file.path(), recipe, variables.ofAll(), HeaderLimits.DEFAULT);
        instance.requireReadable();
        HeaderEdits edits = instance.edit(variables.of(file, instance.sopInstanceUid()));
        List<Match> matches = instance.screening().verdict(Occurrences.ANY).matches();
        instance.screening().scrub(edits, matches, colour);
        return expected(instance, edits);
    }

    private static List<String> labels(ScreenedInstance instance) {
        try {
            return instance.screening().verdict(Occurrences.ANY).matches().stream()
                    .filter(match -> !match.coordinates().isEmpty())
                    .map(match -> match.section() + ", line " + match.line())
                    .toList();
        } catch (EvaluationException e) {
            return List.of();
        }
    }

    private static ReadDataSet received(FoundFile file) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file.path(), HeaderLimits.DEFAULT)) {
            return new DataSetReading(part10.syntax(), HeaderLimits.DEFAULT, null).read(part10.pieces(Long.MAX_VALUE));
        }
    }

    private static Optional<String> held(ScreenedInstance instance) {
        if (instance.contradiction().isPresent()) {
            return Optional.of(instance.contradiction().get().kindAndText());
        }
        try {
            return instance.screening()
                    .verdict(Occurrences.ANY)
                    .deciding()
                    .map(match -> "flagged by " + match.section());
        } catch (EvaluationException e) {
            return Optional.of("the filters fail: " + e.getMessage());
        }
    }

    private static ReadDataSet expected(ScreenedInstance instance, HeaderEdits edits)
            throws IOException, DataSetException {
        var syntax = instance.dataSet().syntax();
        BulkReader bulk = new BulkReader(syntax.bigEndian(), null);
        DataSetReading reading = new DataSetReading(syntax, HeaderLimits.DEFAULT, bulk);
        instance.writeDataSet(edits, reading);
        return reading.end();
    }

    private static Set<ProfileOption> options(CompiledRecipe recipe) {
        Set<ProfileOption> options = new HashSet<>();
        for (Recipe.Option option : recipe.recipe().options()) {
            if (option.on()) {
                ProfileOption.of(option.name()).ifPresent(options::add);
            }
        }
        return options;
    }

    /** The SOP Instance UID that its output should go by. */
    String expectedUid() {
        return expected.uid(Tag.SOP_INSTANCE_UID);
    }

    String studyUid() {
        return received.uid(Tag.STUDY_INSTANCE_UID);
    }

    /** Who it is about: Patient ID and its issuer; empty without an ID. */
    String patient() {
        String id = received.text(Tag.PATIENT_ID);
        return id.isEmpty() ? "" : id + "\0" + received.text(ISSUER_OF_PATIENT_ID);
    }

    /** The values that identify somebody, but for those that options let stay. */
    IdentifyingValues values(Set<ProfileOption> followed) {
        List<Header> parts = new ArrayList<>(received.parts());
        parts.add(meta);
        return IdentifyingValues.of(parts, followed);
    }
}

package org.sluice.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.sluice.dataset.HeaderLimits;
import org.sluice.files.FoundFile;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Transcoder;
import org.sluice.peers.TreeReader;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeSources;

/** A folder of originals, and one of what a recipe made of them. Files whose names begin alike are about one patient. */
final class SampleFolders {
    static final CompiledRecipe SAFE_HEADER = recipe("recipes/safe-header.deid");
    static final CompiledRecipe SAFE_PRIVATE = recipe("recipes/safe-private.deid");

    private final Path originals;
    private final Path outputs;
    private final CompiledRecipe recipe;
    private final Transcoder.Form form;

    SampleFolders(Path folder, CompiledRecipe recipe, Transcoder.Form form) throws IOException {
        this.originals = Files.createDirectories(folder.resolve("originals"));
        this.outputs = Files.createDirectories(folder.resolve("outputs"));
        this.recipe = recipe;
        this.form = form;
    }

    static CompiledRecipe recipe(String file) {
        try {
            return CompiledRecipe.load(RecipeSources.read(List.of(Path.of(file)), Reading.STRICT), Reading.STRICT);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Path originals() {
        return originals;
    }

    Path outputs() {
        return outputs;
    }

    /** The pseudonym of a patient, by the first letter of the file. */
    static InstanceVariables variables() {
        return new InstanceVariables() {
            @Override
            public Variables of(FoundFile file, String sopInstanceUid) {
                return Variables.of(
                        Map.of("id", "ANON-" + file.below().toString().substring(0, 1), "days", "-17"));
            }

            @Override
            public Variables ofAll() {
                return Variables.NONE;
            }
        };
    }

    /** Writes an original, and what the recipe makes of it. */
    SampleFolders add(String name, DataSetTree original) throws Exception {
        Path file = Files.write(originals.resolve(name), Transcoder.file(original, form));
        ScreenedInstance instance = ScreenedInstance.toBeWritten(file, recipe, HeaderLimits.DEFAULT);
        instance.requireSound();
        var edits = instance.edit(variables().of(new FoundFile(file, originals), ""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        instance.write(edits, (ByteBuffer part) -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            out.writeBytes(copy);
        });
        Files.write(outputs.resolve(name), out.toByteArray());
        return this;
    }

    /** Changes an output. */
    void plant(String name, DataSetTree original, UnaryOperator<DataSetTree> change) throws IOException {
        Path file = outputs.resolve(name);
        DataSetTree tree = TreeReader.file(Files.readAllBytes(file), SamplePatient.withAdded(original));
        Files.write(file, Transcoder.file(change.apply(tree), form));
    }

    /** Changes the bytes of an output. */
    void plantBytes(String name, UnaryOperator<byte[]> change) throws IOException {
        Path file = outputs.resolve(name);
        Files.write(file, change.apply(Files.readAllBytes(file)));
    }

    /** What is found with the recipe. */
    VerifyReport verified() throws IOException {
        return verified(Optional.of(recipe), Verification.Values.HIDDEN);
    }

    VerifyReport verified(Optional<CompiledRecipe> with, Verification.Values values) throws IOException {
        Verification verification = new Verification(with, variables(), Optional.empty(), values);
        for (FoundFile file : files(outputs)) {
            verification.add(verification.look(file));
        }
        for (FoundFile file : files(originals)) {
            verification.take(verification.check(file));
        }
        for (int number : verification.unclaimed()) {
            verification.contentOf(number).ifPresent(verification::addContent);
        }
        for (int number : verification.leftovers()) {
            verification.take(verification.checkLeftover(number));
        }
        return verification.report();
    }

    private static List<FoundFile> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(file -> new FoundFile(file, folder)).toList();
        }
    }
}

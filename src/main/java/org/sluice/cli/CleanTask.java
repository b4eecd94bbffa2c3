package org.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.crosswalk.Crosswalk;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.files.FoundFile;
import org.sluice.files.NewFile;
import org.sluice.pixel.FramePicture;
import org.sluice.pixel.PixelScrub;
import org.sluice.pixel.ScrubException;
import org.sluice.pixel.ScrubOrder;
import org.sluice.pixel.Uncompressed;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.function.ActionException;
import org.sluice.text.OneLine;

/** Blanks what a recipe's labels name in one file, and does its header actions: what a node does. Any thread. */
final class CleanTask {
    private final CompiledRecipe recipe;
    private final IdentifierSets ids;
    private final OutputNames names;
    private final Pictures pictures;
    private final NewFile.Existing existing;
    private final ScrubOrder.Colour colour;
    private final Encoding encoding;
    private final Crosswalk crosswalk;

    /** Whether what was blanked is drawn, too. */
    enum Pictures {
        NONE,
        DRAWN
    }

    /** In which transfer syntax files are written. */
    enum Encoding {
        /** Their own. */
        KEPT,
        /** Explicit VR little endian, where theirs compresses. */
        UNCOMPRESSED
    }

    CleanTask(
            CompiledRecipe recipe,
            IdentifierSets ids,
            OutputNames names,
            Pictures pictures,
            NewFile.Existing existing,
            ScrubOrder.Colour colour,
            Encoding encoding,
            Crosswalk crosswalk) {
        this.recipe = recipe;
        this.ids = ids;
        this.names = names;
        this.pictures = pictures;
        this.existing = existing;
        this.colour = colour;
        this.encoding = encoding;
        this.crosswalk = crosswalk;
    }

    /** Does it, and says in words what went wrong. */
    CleanRow attempt(FoundFile file) {
        String path = file.path().toString();
        try {
            return run(file);
        } catch (ScrubException e) {
            return CleanRow.failed(path, e.word(), String.valueOf(e.getMessage()));
        } catch (DataSetException e) {
            return CleanRow.failed(path, "data-set-unreadable", String.valueOf(e.getMessage()));
        } catch (ActionException e) {
            return CleanRow.failed(path, "action-failed", String.valueOf(e.getMessage()));
        } catch (EvaluationException e) {
            return CleanRow.failed(path, "filter-failed", String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException e) {
            return CleanRow.failed(path, "exists", e.getFile() + " already exists; see --overwrite");
        } catch (NoSuchFileException e) {
            return CleanRow.failed(path, "gone", "it is gone, or a link that leads nowhere");
        } catch (IOException e) {
            return CleanRow.failed(path, "disk", OneLine.message(e));
        } catch (RuntimeException e) {
            // One file, however odd, must not end the run over all the others.
            return CleanRow.failed(path, "internal-error", Cli.ownMistake(e));
        }
    }

    private CleanRow run(FoundFile file) throws IOException, DataSetException, ActionException {
        String path = file.path().toString();
        ScreenedInstance instance =
                ScreenedInstance.toBeScrubbed(file.path(), recipe, ids.ofAll(), HeaderLimits.DEFAULT);
        Optional<Contradiction> contradiction = instance.contradiction();
        if (contradiction.isPresent()) {
            return CleanRow.failed(
                    path, contradiction.get().kind().word(), contradiction.get().text());
        }
        instance.requireReadable();
        List<Match> matches = instance.screening().verdict(Occurrences.ANY).matches();
        HeaderEdits edits = instance.edit(ids.of(file, instance.sopInstanceUid()));
        Optional<String> unsendable = edits.unsendable();
        if (unsendable.isPresent()) {
            return CleanRow.failed(path, "action-failed", unsendable.get());
        }
        crosswalk.note(edits, ids.ofAll().tags());
        if (matches.isEmpty()) {
            write(file, instance, edits);
            return new CleanRow(path, CleanRow.CLEAN, "", "", "", written(file));
        }
        PixelScrub scrub = instance.screening().scrub(edits, matches, colour);
        if (pictures == Pictures.DRAWN) {
            draw(file, file.path(), ".before.png", scrub);
        }
        write(file, instance, edits);
        if (pictures == Pictures.DRAWN) {
            draw(file, names.folder().resolve(file.below()), ".after.png", scrub);
        }
        return new CleanRow(
                path,
                CleanRow.BLANKED,
                matches.stream().map(Match::section).distinct().collect(Collectors.joining(", ")),
                matches.stream().map(match -> match.reason().strip()).collect(Collectors.joining("; ")),
                scrub.text() + (decompresses(instance) ? ", then decompressed" : ""),
                written(file));
    }

    private void draw(FoundFile file, Path drawn, String suffix, PixelScrub scrub)
            throws IOException, DataSetException {
        try (NewFile picture = names.create(file, suffix, existing)) {
            FramePicture.writePng(drawn, scrub.areas(), Channels.newOutputStream(picture));
            picture.finish(existing);
        }
    }

    private String written(FoundFile file) {
        return names.folder().resolve(file.below()).toString();
    }

    private void write(FoundFile file, ScreenedInstance instance, HeaderEdits edits)
            throws IOException, DataSetException {
        try (NewFile copy = names.create(file, "", existing)) {
            if (decompresses(instance)) {
                writeUncompressed(instance, edits, copy);
            } else {
                instance.write(edits, copy::write);
            }
            copy.finish(existing);
        }
    }

    private boolean decompresses(ScreenedInstance instance) {
        return encoding == Encoding.UNCOMPRESSED
                && Uncompressed.isAnother(instance.dataSet().syntax());
    }

    /** By way of a file beside, so that what is blanked is held a frame at a time. */
    private void writeUncompressed(ScreenedInstance instance, HeaderEdits edits, NewFile copy)
            throws IOException, DataSetException {
        Path compressed = Files.createTempFile(names.folder(), ".sluice-", ".part");
        try {
            try (FileChannel part = FileChannel.open(compressed, StandardOpenOption.WRITE)) {
                instance.write(edits, bytes -> writeAll(bytes, part));
            }
            Uncompressed.write(compressed, copy::write);
        } finally {
            Files.delete(compressed);
        }
    }

    private static void writeAll(ByteBuffer bytes, FileChannel file) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}

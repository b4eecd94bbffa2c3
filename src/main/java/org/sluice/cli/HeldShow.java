package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.files.NewFile;
import org.sluice.pixel.FramePicture;
import org.sluice.pixel.Region;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice quarantine show}. */
@Command(
        name = "show",
        description =
                "Shows why an instance is there, with the lines of the recipe as they stood then; which elements the route's"
                        + " recipe would change now; and what was done with it. Without patient values, unless --values asks for them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown",
            "1:there is none with this UID",
            "2:the command line makes no sense",
            "3:no node answers, and yet something has its folders"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice quarantine show 1.2.840.1.5",
            "  sluice quarantine show 1.2.840.1.5 --values",
            "  sluice quarantine show 1.2.840.1.5 --png a.png"
        })
final class HeldShow implements Callable<Integer> {
    /** Pixels of the picture. */
    private static final int LONGEST_SIDE = 2048;

    private final Console console;

    @Mixin
    private DeskCall desk = new DeskCall();

    @Parameters(arity = "1..*", paramLabel = "UID", description = "A SOP Instance UID, or a file as --json lists it.")
    private List<String> ids = List.of();

    @Option(
            names = "--values",
            description =
                    "Show the values of what changes, before and after: patient data. That you looked is recorded.")
    private boolean values;

    @Option(
            names = "--png",
            paramLabel = "FILE",
            description =
                    "Also write the first frame of the one instance as PNG, with the coordinates of the labels that matched"
                            + " drawn: patient data, and not for diagnosis. That you looked is recorded.")
    private @Nullable Path png;

    @Option(names = "--json", description = "Print an object of JSON for each, one a line.")
    private boolean json;

    HeldShow(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode request = new HeldFilters().request("show", "all").put("values", values);
        ids.forEach(request.putArray("ids")::add);
        Path picture = png;
        if (picture != null && ids.size() != 1) {
            throw new UsageFailure("--png: expected one UID, found " + ids.size());
        }
        try (DeskCall asked = desk) {
            for (JsonNode item : asked.ask(request).path("items")) {
                if (json) {
                    console.out().println(item.toString());
                } else {
                    lines(item).forEach(line -> console.out().println(OneLine.of(line)));
                }
                if (picture != null) {
                    draw(item, asked, picture);
                }
            }
        }
        return ExitCode.OK;
    }

    private static void draw(JsonNode item, DeskCall asked, Path picture) throws IOException {
        ObjectNode request = new HeldFilters().request("open", "all");
        request.putArray("ids").add(item.path("file").asText());
        Path file = Path.of(asked.ask(request).path("paths").path(0).asText());
        List<Region> regions = new ArrayList<>();
        item.path("matches").forEach(match -> match.path("coordinates")
                .forEach(area -> regions.add(Region.ofEntry(area.asText()))));
        try (NewFile drawn = new NewFile(picture)) {
            drawn.write(ByteBuffer.wrap(FramePicture.png(file, 0, LONGEST_SIDE, regions)));
            drawn.finish(NewFile.Existing.KEEP);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(picture + " already exists", e);
        } catch (DataSetException e) {
            throw new CommandFailure("there is no picture of it: " + e.getMessage(), e);
        }
    }

    private static List<String> lines(JsonNode item) {
        List<String> lines = new ArrayList<>();
        lines.add(item.path("file").asText() + ": " + item.path("state").asText());
        lines.add("  received " + item.path("received_at").asText() + " from "
                + item.path("calling_ae").asText() + " for "
                + item.path("called_ae").asText());
        lines.add("  study " + item.path("study_instance_uid").asText() + ", SOP class "
                + item.path("sop_class_uid").asText());
        if (item.has("destinations")) {
            lines.add("  kept from " + joined(item.path("destinations")) + " alone");
        }
        if (item.path("matches").isEmpty()) {
            lines.add("  " + item.path("kind").asText() + ": "
                    + item.path("reason").asText());
        }
        item.path("matches").forEach(match -> match(item, match, lines));
        item.path("edits").forEach(edit -> edit(edit, lines));
        item.path("done")
                .forEach(done -> lines.add("  " + done.path("at").asText() + " "
                        + done.path("decision").asText() + " by "
                        + done.path("by").asText()
                        + (done.path("destinations").asText().isEmpty()
                                ? ""
                                : " to " + done.path("destinations").asText())
                        + ": " + done.path("reason").asText()));
        return lines;
    }

    private static void match(JsonNode item, JsonNode match, List<String> lines) {
        lines.add("  flagged " + match.path("section").asText() + " \""
                + match.path("label").asText() + "\": " + match.path("reason").asText());
        int number = match.path("recipe_line").asInt();
        for (JsonNode quoted : match.path("quoted")) {
            lines.add("    " + item.path("recipe").asText() + ":" + number + ": " + quoted.asText());
            number++;
        }
        if (match.path("quoted").isEmpty()) {
            lines.add("    " + item.path("recipe").asText() + ":" + number + ", of which the text was not kept");
            match.path("coordinates").forEach(area -> lines.add("    coordinates " + area.asText()));
        }
    }

    private static void edit(JsonNode edit, List<String> lines) {
        String to = edit.has("destinations") ? " for " + joined(edit.path("destinations")) : "";
        if (edit.has("problem")) {
            lines.add("  a release" + to + " would be refused: "
                    + edit.path("problem").asText());
            return;
        }
        lines.add(
                "  a release" + to + " would change, by " + edit.path("recipe").asText() + " as it is now:"
                        + (edit.path("changes").isEmpty() ? " nothing" : ""));
        edit.path("changes").forEach(change -> lines.add("    " + change.asText()));
    }

    private static String joined(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        return String.join(", ", all);
    }
}

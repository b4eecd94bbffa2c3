package org.sluice.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.recipe.function.VariablesFile;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;

/** One folder of a recipe, an instance, and what deid 0.4.12 makes of it. */
public record GoldenCase(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP_LENGTH = "00020000";

    public static List<GoldenCase> all(Path golden) throws IOException {
        try (Stream<Path> folders = Files.list(golden)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(GoldenCase::new)
                    .toList();
        }
    }

    public String name() {
        return folder.getFileName().toString();
    }

    JsonNode expected() throws IOException {
        return JSON.readTree(folder.resolve("expected.json").toFile());
    }

    /** What Sluice makes of it. */
    JsonNode found(Reading reading) throws IOException {
        Path variables = folder.resolve("vars.json");
        VariablesFile read = Files.exists(variables) ? VariablesFile.read(variables) : VariablesFile.EMPTY;
        Evaluation evaluation = new Evaluation(List.of(SourceText.read(folder.resolve("recipe"))), reading, read);
        return JSON.readTree(evaluation.line(folder.resolve("input.dcm")));
    }

    /** Where two results differ, as {@code path: expected X, found Y}; errors differ only in whether they are there. */
    static List<String> differences(JsonNode expected, JsonNode found) {
        List<String> differences = new ArrayList<>();
        if (expected.has("error") || found.has("error")) {
            compare("stage", expected.path("stage"), found.path("stage"), differences);
            return differences;
        }
        for (String key : List.of("flagged", "results", "header_unchanged")) {
            compare(key, expected.path(key), found.path(key), differences);
        }
        for (String key : List.of("filter_error", "header_error", "save_error")) {
            if (expected.has(key) != found.has(key)) {
                differences.add(key + ": expected " + expected.path(key) + ", found " + found.path(key));
            }
        }
        for (String part : List.of("meta", "dataset")) {
            compare(
                    part,
                    expected.path("header").path(part),
                    found.path("header").path(part),
                    differences);
        }
        return differences;
    }

    private static void compare(String path, JsonNode expected, JsonNode found, List<String> differences) {
        if (expected.isObject() && expected.has("$matches") && found.isTextual()) {
            if (found.textValue().matches(expected.path("$matches").textValue())) return;
        } else if (expected.isObject() && found.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            for (Map.Entry<String, JsonNode> entry : expected.properties()) names.add(entry.getKey());
            for (Map.Entry<String, JsonNode> entry : found.properties()) names.add(entry.getKey());
            names.remove(GROUP_LENGTH);
            for (String name : names) compare(path + "." + name, expected.path(name), found.path(name), differences);
            return;
        } else if (expected.isArray() && found.isArray() && expected.size() == found.size()) {
            Iterator<JsonNode> others = found.elements();
            int index = 0;
            for (JsonNode one : expected) compare(path + "[" + index++ + "]", one, others.next(), differences);
            return;
        } else if (expected.isNumber() && found.isNumber()) {
            if (expected.doubleValue() == found.doubleValue()) return;
        } else if (expected.equals(found)) {
            return;
        }
        differences.add(path + ": expected " + shown(expected) + ", found " + shown(found));
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }
}

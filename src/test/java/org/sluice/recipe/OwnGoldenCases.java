package org.sluice.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code golden-own.txt}, which says how, and lays its cases out as folders like those of the other golden cases. */
public final class OwnGoldenCases {
    private static final Path TEXT = Path.of("src/test/resources/golden-own.txt");
    private static final String VARIABLES = "variables ";
    private static final Pattern MATCH = Pattern.compile("(?:\"([^\"]*)\"|(\\S+)) \"([^\"]*)\"(?: (.*))?");

    private final List<String> dataSet = new ArrayList<>();
    private final Path folder;

    private OwnGoldenCases(Path folder) {
        this.folder = folder;
    }

    /** Writes all cases below a folder. */
    public static List<GoldenCase> layOut(Path folder) throws IOException {
        OwnGoldenCases cases = new OwnGoldenCases(folder);
        String[] parts = Files.readString(TEXT).split("\n== ");
        String common = parts[0].substring(parts[0].indexOf("\ndata set\n") + "\ndata set\n".length());
        common.lines().filter(line -> !line.isBlank()).forEach(cases.dataSet::add);
        List<GoldenCase> all = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            all.add(cases.layOut(parts[i].lines().toList()));
        }
        return all;
    }

    private GoldenCase layOut(List<String> lines) throws IOException {
        String name = lines.get(0).replaceFirst(" \\(.*", "").replace(' ', '-');
        Path here = Files.createDirectory(folder.resolve(name));
        CaseDataSet input = input();
        int recipe = 1;
        for (; isAboutInput(lines.get(recipe)); recipe++) {
            String line = lines.get(recipe);
            if (line.startsWith(VARIABLES)) {
                Files.writeString(here.resolve("vars.json"), line.substring(VARIABLES.length()));
            } else {
                edit(input, line);
            }
        }
        int arrow = lines.indexOf("=>");
        Files.write(here.resolve("recipe"), lines.subList(recipe, arrow));
        Files.write(here.resolve("input.dcm"), input.file());
        List<String> outcome = lines.subList(arrow + 1, lines.size()).stream()
                .filter(line -> !line.isBlank())
                .toList();
        Files.writeString(
                here.resolve("expected.json"), expected(input, outcome).toPrettyString());
        return new GoldenCase(here);
    }

    private CaseDataSet input() {
        CaseDataSet input = new CaseDataSet();
        dataSet.forEach(input::set);
        return input;
    }

    private static boolean isAboutInput(String line) {
        return line.startsWith("+ ") || line.startsWith("- ") || line.startsWith(VARIABLES);
    }

    private static void edit(CaseDataSet dataSet, String line) {
        if (line.startsWith("- ")) {
            dataSet.remove(line.substring(2));
        } else {
            dataSet.set(line.substring(2));
        }
    }

    private static ObjectNode expected(CaseDataSet header, List<String> outcome) {
        ObjectNode expected = JsonNodeFactory.instance.objectNode();
        if (outcome.equals(List.of("refused"))) {
            return expected.put("error", "refused").put("stage", "parse");
        }
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        boolean edited = false;
        for (String line : outcome) {
            switch (line) {
                case "clean" -> {}
                case "unchanged" -> expected.put("header_unchanged", true);
                case "filter error", "header error", "save error" -> expected.put(line.replace(' ', '_'), true);
                default -> {
                    boolean edits = line.startsWith("= ") || line.startsWith("- ");
                    edited |= edits;
                    if (edits) {
                        edit(header, line);
                    } else {
                        results.add(match(line));
                    }
                }
            }
        }
        if (expected.has("filter_error")) {
            expected.putNull("flagged").putNull("results");
        } else {
            expected.put("flagged", !results.isEmpty()).set("results", results);
        }
        if (edited) {
            expected.set("header", header.json());
        }
        return expected;
    }

    private static ObjectNode match(String line) {
        Matcher match = MATCH.matcher(line);
        if (!match.matches()) {
            throw new IllegalArgumentException("no outcome of a case: " + line);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("group", match.group(1) == null ? match.group(2) : match.group(1));
        result.put("reason", match.group(3));
        ArrayNode coordinates = result.putArray("coordinates");
        if (match.group(4) != null) {
            for (String region : match.group(4).split("; ")) {
                coordinate(coordinates.addArray(), region);
            }
        }
        return result;
    }

    /** {@code blank 0,0,1,1}, or {@code keep [1,2,3,4|5,6,7,8]} for those that a sequence gave. */
    private static void coordinate(ArrayNode to, String region) {
        to.add(region.startsWith("keep ") ? 1 : 0);
        String where = region.substring(region.indexOf(' ') + 1);
        if (where.startsWith("[")) {
            ArrayNode regions = to.addArray();
            for (String each : where.substring(1, where.length() - 1).split("\\|")) {
                regions.add(each);
            }
        } else {
            to.add(where);
        }
    }
}

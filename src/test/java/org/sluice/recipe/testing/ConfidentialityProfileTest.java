package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.peers.SharedFolder;

/** The resource says what the table of the standard says. */
class ConfidentialityProfileTest {
    /** Our names of the options, by those of the shared table's columns. */
    private static final Map<String, String> OPTIONS = Map.of(
            "cleanDescOpt", "clean-descriptors",
            "cleanStructContOpt", "clean-structured-content",
            "rtnLongFullDatesOpt", "retain-full-dates",
            "rtnLongModifDatesOpt", "retain-modified-dates",
            "rtnUIDsOpt", "retain-uids",
            "rtnPatCharsOpt", "retain-patient-characteristics",
            "rtnDevIdOpt", "retain-device-identity",
            "rtnInstIdOpt", "retain-institution-identity",
            "cleanGraphOpt", "clean-graphics",
            "rtnSafePrivOpt", "retain-safe-private");

    @Test
    void everyLineOfTheStandardIsThereAndNoOther() throws Exception {
        List<String> rows = Files.readAllLines(SharedFolder.require("data/standard/confidentiality-2026d.tsv"));
        List<String> columns = List.of(rows.get(0).split("\t", -1));
        List<String> expected = rows.subList(1, rows.size()).stream()
                .map(row -> expected(columns, row.split("\t", -1)))
                .sorted()
                .toList();
        assertThat(ConfidentialityProfile.lines().stream()
                        .map(line -> line + " " + new TreeMap<>(line.options()))
                        .sorted())
                .containsExactlyElementsOf(expected);
    }

    private static String expected(List<String> columns, String[] cells) {
        TreeMap<String, String> options = new TreeMap<>();
        for (int i = 0; i < cells.length; i++) {
            if (OPTIONS.containsKey(columns.get(i)) && !cells[i].isEmpty()) {
                options.put(OPTIONS.get(columns.get(i)), cells[i]);
            }
        }
        String tag = cells[0].contains("ODD")
                ? "private"
                : cells[0].replaceAll("[(),]", "").replace('X', 'x');
        return tag + " " + cells[2] + " " + options;
    }

    @Test
    void everyAttributeOfTheTableIsInTheDictionary() throws Exception {
        List<ConfidentialityProfile.Line> lines = ConfidentialityProfile.lines();
        assertThat(lines).hasSize(657);
        for (ConfidentialityProfile.Line line : lines) {
            if (line.isOneAttribute()) {
                assertThat(Dictionary.standard().byTag(Tag.parse(line.tag()).orElseThrow()))
                        .as(line.tag())
                        .isPresent();
            }
        }
    }
}

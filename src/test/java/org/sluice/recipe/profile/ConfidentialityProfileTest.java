package org.sluice.recipe.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.Dictionary;
import org.sluice.peers.SharedFolder;

/** The tables that the program carries say what those of the standard say. */
class ConfidentialityProfileTest {
    /** The shared table's columns, by the options that are their heads. */
    private static final Map<String, ProfileOption> COLUMNS = Map.of(
            "cleanDescOpt", ProfileOption.CLEAN_DESCRIPTORS,
            "cleanStructContOpt", ProfileOption.CLEAN_STRUCTURED_CONTENT,
            "rtnLongFullDatesOpt", ProfileOption.RETAIN_FULL_DATES,
            "rtnLongModifDatesOpt", ProfileOption.RETAIN_MODIFIED_DATES,
            "rtnUIDsOpt", ProfileOption.RETAIN_UIDS,
            "rtnPatCharsOpt", ProfileOption.RETAIN_PATIENT_CHARACTERISTICS,
            "rtnDevIdOpt", ProfileOption.RETAIN_DEVICE_IDENTITY,
            "rtnInstIdOpt", ProfileOption.RETAIN_INSTITUTION_IDENTITY,
            "cleanGraphOpt", ProfileOption.CLEAN_GRAPHICS,
            "rtnSafePrivOpt", ProfileOption.RETAIN_SAFE_PRIVATE);

    @Test
    void everyLineOfTheStandardIsThereAndNoOther() throws Exception {
        List<String> rows = shared("confidentiality-2026d.tsv");
        List<String> columns = columns("confidentiality-2026d.tsv");
        List<String> expected = rows.stream()
                .map(row -> row.split("\t", -1))
                .map(row -> expected(columns, row))
                .sorted()
                .toList();
        assertThat(ConfidentialityProfile.rows().stream()
                        .map(row -> row + " " + new TreeMap<>(row.options()))
                        .sorted())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void everyRowOnStructuredReportsIsThereAndNoOther() throws Exception {
        List<String> columns = columns("sr-cleaning-2026d.tsv");
        List<String> expected = shared("sr-cleaning-2026d.tsv").stream()
                .map(row -> row.split("\t", -1))
                .map(row -> String.join(" ", row[1], row[2], row[3], row[4], row[5], row[0]) + options(columns, row))
                .sorted()
                .toList();
        assertThat(StructuredContent.all().stream()
                        .map(row -> String.join(
                                        " ",
                                        row.code(),
                                        row.scheme(),
                                        row.schemeVersion(),
                                        row.valueType(),
                                        row.action(),
                                        row.meaning())
                                + new TreeMap<>(row.options()))
                        .sorted())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void everyMethodIsThereAndEachOptionHasItsOwn() throws Exception {
        assertThat(DeidentificationMethod.all().stream()
                        .map(method -> method.code() + "\t" + method.scheme() + "\t" + method.meaning()))
                .containsExactlyElementsOf(shared("cid-7050.tsv"));
        for (ProfileOption option : ProfileOption.values()) {
            List<String> ownWords = List.of(option.word().split("-"));
            assertThat(option.method().meaning().toLowerCase(Locale.ROOT).split(" "))
                    .as(option.word())
                    .contains(ownWords.get(0), ownWords.get(1));
        }
        assertThat(ProfileOption.of("retain-everything")).isEmpty();
    }

    private static List<String> shared(String table) throws IOException {
        List<String> rows = Files.readAllLines(SharedFolder.require("data/standard/" + table));
        return rows.subList(1, rows.size());
    }

    private static List<String> columns(String table) throws IOException {
        String heading = Files.readAllLines(SharedFolder.require("data/standard/" + table))
                .get(0);
        return List.of(heading.split("\t", -1));
    }

    private static String expected(List<String> columns, String[] cells) {
        String tag = cells[0].contains("ODD")
                ? "private"
                : cells[0].replaceAll("[(),]", "").replace('X', 'x');
        return tag + " " + cells[2] + " " + options(columns, cells);
    }

    private static TreeMap<ProfileOption, ProfileChange> options(List<String> columns, String[] cells) {
        TreeMap<ProfileOption, ProfileChange> options = new TreeMap<>();
        for (int i = 0; i < cells.length; i++) {
            if (COLUMNS.containsKey(columns.get(i)) && !cells[i].isEmpty()) {
                options.put(COLUMNS.get(columns.get(i)), ProfileChange.of(cells[i]));
            }
        }
        return options;
    }

    @Test
    void everyAttributeOfTheTableIsInTheDictionary() throws Exception {
        List<ConfidentialityProfile.Row> rows = ConfidentialityProfile.rows();
        assertThat(rows).hasSize(657);
        for (ConfidentialityProfile.Row row : rows) {
            if (row.isOneAttribute()) {
                assertThat(Dictionary.standard().byTag(row.tag().orElseThrow()))
                        .as(row.digits())
                        .isPresent();
            }
        }
    }
}

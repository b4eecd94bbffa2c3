package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.profile.ProfileChange;
import org.sluice.recipe.profile.ProfileOption;
import org.sluice.recipe.testing.ProfileTrial.InstanceState;
import org.sluice.text.SourceText;

/** {@code docs/profile.md} says of every row of table E.1-1 what {@code safe-header.deid} does with it. */
class ProfileDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/profile.md");
    private static final Path EXPECTED = Path.of("target/profile-rows.md");

    @Test
    void everyRowStandsInTheDocumentWithWhatTheRecipeDoes() throws Exception {
        ProfileTrial trial = ProfileTrial.of(List.of(SourceText.read(Path.of("recipes/safe-header.deid"))));
        List<String> rows = new ArrayList<>();
        for (ConfidentialityProfile.Row row : ConfidentialityProfile.rows()) {
            rows.add(row(row, trial));
        }
        Files.write(EXPECTED, rows);
        assertThat(rows("| (", "| private"))
                .as("the table of the document, as %s has it", EXPECTED)
                .containsExactlyElementsOf(rows);
    }

    @Test
    void everyOptionStandsInTheDocumentWithItsCodeAndHowManyRowsItChanges() throws Exception {
        List<String> options = new ArrayList<>();
        for (ProfileOption option : ProfileOption.values()) {
            options.add("| `%s` | %s | %s | %d | %d |"
                    .formatted(
                            option.word(),
                            option.method().code(),
                            option.method().meaning(),
                            count(option, ProfileChange.KEEP),
                            count(option, ProfileChange.CLEAN)));
        }
        assertThat(rows("| `")).containsExactlyElementsOf(options);
    }

    private static long count(ProfileOption option, ProfileChange change) {
        return ConfidentialityProfile.rows().stream()
                .filter(row -> row.with(option).equals(Optional.of(change)))
                .count();
    }

    private static List<String> rows(String... beginnings) throws Exception {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> List.of(beginnings).stream().anyMatch(line::startsWith))
                .toList();
    }

    private static String row(ConfidentialityProfile.Row row, ProfileTrial trial) throws Exception {
        String options = new TreeMap<>(row.options())
                .entrySet().stream()
                        .map(option ->
                                option.getKey().word() + " " + option.getValue().letter())
                        .collect(Collectors.joining(", "));
        return "| %s | %s | %s | %s | %s |"
                .formatted(row.shownTag(), row.name(), row.action(), done(row, trial), options)
                .replace("|  |", "| |");
    }

    private static String done(ConfidentialityProfile.Row row, ProfileTrial trial) throws Exception {
        if (row.digits().startsWith("0000")) {
            return "not in data sets";
        }
        if (!row.isOneAttribute()) {
            return "removed";
        }
        InstanceState fate = trial.fate(row.shownTag());
        return switch (fate) {
            case ABSENT -> "removed";
            case EMPTY -> "emptied";
            case KEPT -> "kept";
            case DUMMY -> dummy(row, trial);
        };
    }

    private static String dummy(ConfidentialityProfile.Row row, ProfileTrial trial) throws Exception {
        String value = trial.text(row.shownTag()).orElse("");
        boolean hasItsItems = trial.text(row.shownTag() + "[0].PatientName").isPresent();
        return switch (ProfileTrial.vr(row)) {
            case SQ -> hasItsItems ? "kept, its items cleaned" : "one dummy item";
            case UI -> "another UID";
            case OB, OW, UN -> "dummy bytes";
            default -> value.equals(ProfileTrial.VARIABLES.get("id")) ? "`var:id`" : "`" + value + "`";
        };
    }
}

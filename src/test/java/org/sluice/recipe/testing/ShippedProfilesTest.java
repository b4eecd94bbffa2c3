package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.dataset.Vr;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.profile.ProfileChange;
import org.sluice.recipe.profile.ProfileOption;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.recipe.testing.ProfileTrial.InstanceState;
import org.sluice.text.SourceText;

/** The recipes that are made of {@code safe-header.deid} and some options, each against every line of table E.1-1 at every depth. */
class ShippedProfilesTest {
    static Stream<Arguments> recipes() {
        return Stream.of(
                arguments(
                        "research",
                        EnumSet.of(
                                ProfileOption.RETAIN_MODIFIED_DATES,
                                ProfileOption.RETAIN_DEVICE_IDENTITY,
                                ProfileOption.RETAIN_PATIENT_CHARACTERISTICS,
                                ProfileOption.CLEAN_DESCRIPTORS,
                                ProfileOption.CLEAN_STRUCTURED_CONTENT,
                                ProfileOption.RETAIN_SAFE_PRIVATE)),
                arguments("sr-clean", EnumSet.of(ProfileOption.CLEAN_STRUCTURED_CONTENT)),
                arguments("safe-private", EnumSet.of(ProfileOption.RETAIN_SAFE_PRIVATE)));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyLineIsCarriedOutOrChangedAsTheOptionsSay(String name, Set<ProfileOption> options) throws Exception {
        ProfileTrial trial = ProfileTrial.of(recipe(name));
        List<String> wrong = new ArrayList<>();
        for (ConfidentialityProfile.Row row : ProfileTrial.attributes()) {
            wrong.addAll(wrong(trial, row, options));
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void theCodesOfTheProfileAndOfEachOptionAreWritten(String name, Set<ProfileOption> options) throws Exception {
        ProfileTrial trial = ProfileTrial.with(recipe(name), List.of());
        List<String> written = new ArrayList<>();
        for (int item = 0; item <= options.size(); item++) {
            written.add(trial.text("DeidentificationMethodCodeSequence[" + item + "].CodeValue")
                    .orElseThrow());
        }
        assertThat(written)
                .startsWith("113100")
                .containsAll(
                        options.stream().map(option -> option.method().code()).toList())
                .hasSize(options.size() + 1);
        assertThat(trial.text("DeidentificationMethodCodeSequence[" + (options.size() + 1) + "].CodeValue"))
                .isEmpty();
    }

    private static List<SourceText> recipe(String name) throws Exception {
        return RecipeSources.read(List.of(Path.of("recipes", name + ".deid")), Reading.STRICT);
    }

    private static List<String> wrong(ProfileTrial trial, ConfidentialityProfile.Row row, Set<ProfileOption> options)
            throws Exception {
        boolean kept = options.stream()
                .anyMatch(option ->
                        row.with(option).filter(ProfileChange.KEEP::equals).isPresent());
        boolean moved = options.contains(ProfileOption.RETAIN_MODIFIED_DATES)
                && row.with(ProfileOption.RETAIN_MODIFIED_DATES).isPresent();
        boolean described = options.contains(ProfileOption.CLEAN_DESCRIPTORS)
                && row.with(ProfileOption.CLEAN_DESCRIPTORS).isPresent();
        if (moved) {
            return notMoved(trial, row, kept);
        }
        if (kept) {
            return RowFates.notKept(trial, row);
        }
        boolean structured = options.contains(ProfileOption.CLEAN_STRUCTURED_CONTENT)
                && row.with(ProfileOption.CLEAN_STRUCTURED_CONTENT).isPresent();
        return described || structured ? leftOver(trial, row) : RowFates.notCarriedOut(trial, row);
    }

    private static List<String> notMoved(ProfileTrial trial, ConfidentialityProfile.Row row, boolean kept)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String path : ProfileTrial.paths(row)) {
            String value = trial.text(path).orElse("");
            boolean right =
                    switch (ProfileTrial.vr(row)) {
                        case DA -> value.equals("20200112");
                        case DT -> value.startsWith("20200112101112");
                        case TM -> value.equals("101112");
                        default -> kept || trial.fate(path) != InstanceState.KEPT;
                    };
            if (!right) {
                wrong.add(row + " " + row.name() + " at " + path + " is " + value);
            }
        }
        return wrong;
    }

    /** The canary is no word that describes an image. */
    private static List<String> leftOver(ProfileTrial trial, ConfidentialityProfile.Row row) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String path : ProfileTrial.paths(row)) {
            boolean sequence = ProfileTrial.vr(row) == Vr.SQ;
            String child = sequence ? trial.text(path + "[0].PatientName").orElse("") : "";
            if (trial.fate(path) == InstanceState.KEPT || child.equals("Doe")) {
                wrong.add(row + " " + row.name() + " at " + path + " is kept");
            }
        }
        return wrong;
    }
}

package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.sluice.recipe.testing.ProfileTrial.given;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.dataset.PrivateDictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.profile.ProfileChange;
import org.sluice.recipe.profile.ProfileOption;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.recipe.testing.ProfileTrial.InstanceState;
import org.sluice.text.SourceText;

/** {@code safe-header.deid} against every line of table E.1-1 of PS3.15, and every option against its column. */
class SafeHeaderTableTest {
    private static final Path RECIPE = Path.of("recipes/safe-header.deid");
    private static final Set<Vr> TEXTS = EnumSet.of(Vr.LO, Vr.SH, Vr.ST, Vr.LT, Vr.UT, Vr.UC);
    /** What the recipe offers is less than these options ask for, so it has another name and writes no code. */
    private static final Map<ProfileOption, String> STEPS = Map.of(
            ProfileOption.CLEAN_STRUCTURED_CONTENT, "keep-structured-content",
            ProfileOption.CLEAN_GRAPHICS, "keep-graphics");

    @Test
    void everyLineIsCarriedOutAtEveryDepth() throws Exception {
        ProfileTrial trial = ProfileTrial.of(recipe());
        List<String> wrong = new ArrayList<>();
        for (ConfidentialityProfile.Row row : ProfileTrial.attributes()) {
            wrong.addAll(RowFates.notCarriedOut(trial, row));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void wholeGroupsAndPrivateElementsGoAtEveryDepth() throws Exception {
        List<Given> given = new ArrayList<>();
        for (String depth : ProfileTrial.depths()) {
            given.add(given(depth + "(6000,0010)", Vr.US, "8"));
            given.add(given(depth + "(6000,3000)", Vr.OW, "0102"));
            given.add(given(depth + "(601E,4000)", Vr.LT, "Doe"));
            given.add(given(depth + "(5000,0005)", Vr.US, "1"));
            given.add(given(depth + "(501E,2500)", Vr.LO, "Doe"));
            given.add(given(depth + "(0009,0010)", Vr.LO, "ACME"));
            given.add(given(depth + "(0009,1001)", Vr.LO, "Doe"));
            given.add(given(depth + "(7FE1,1001)", Vr.UN, "0102"));
            given.add(given(depth + "KVP", Vr.DS, "120"));
        }
        ProfileTrial trial = ProfileTrial.with(recipe(), given);
        for (Given element : given) {
            String path = element.path().written();
            assertThat(trial.fate(path))
                    .as(path)
                    .isEqualTo(path.endsWith("KVP") ? InstanceState.KEPT : InstanceState.ABSENT);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOptionKeepsWhatItsColumnKeepsAndNothingElse() {
        return Stream.of(ProfileOption.values())
                .map(option -> dynamicTest(option.word(), () -> {
                    ProfileTrial trial = ProfileTrial.of(recipe(option));
                    List<String> wrong = new ArrayList<>();
                    for (ConfidentialityProfile.Row row : ProfileTrial.attributes()) {
                        Optional<ProfileChange> change = row.with(option);
                        if (change.isEmpty()) {
                            wrong.addAll(RowFates.notCarriedOut(trial, row));
                        } else if (change.get() == ProfileChange.KEEP) {
                            wrong.addAll(RowFates.notKept(trial, row));
                        }
                    }
                    assertThat(wrong).isEmpty();
                }));
    }

    @Test
    void datesAreMovedAndTimesKeptWithModifiedDates() throws Exception {
        ProfileOption option = ProfileOption.RETAIN_MODIFIED_DATES;
        ProfileTrial trial = ProfileTrial.of(recipe(option));
        for (ConfidentialityProfile.Row row : ProfileTrial.attributes()) {
            if (row.with(option).isPresent()) {
                Optional<String> value = trial.text(row.shownTag());
                switch (ProfileTrial.vr(row)) {
                    case DA -> assertThat(value).as(row.name()).contains("20200112");
                    case DT -> assertThat(value.orElse("")).as(row.name()).startsWith("20200112101112");
                    case TM -> assertThat(value).as(row.name()).contains("101112");
                    default -> assertThat(trial.fate(row.shownTag())).isNotEqualTo(InstanceState.KEPT);
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOptionWritesItsCodeBehindThatOfTheProfile() {
        return Stream.of(ProfileOption.values())
                .map(option -> dynamicTest(option.word(), () -> {
                    ProfileTrial trial = ProfileTrial.with(recipe(option), List.of());
                    assertThat(trial.text("DeidentificationMethodCodeSequence[0].CodeValue"))
                            .contains("113100");
                    Optional<String> second = trial.text("DeidentificationMethodCodeSequence[1].CodeValue");
                    Optional<String> meaning = trial.text("DeidentificationMethodCodeSequence[1].CodeMeaning");
                    if (STEPS.containsKey(option)) {
                        assertThat(second).isEmpty();
                    } else {
                        assertThat(second).contains(option.method().code());
                        assertThat(meaning).contains(option.method().meaning());
                    }
                    assertThat(trial.text("DeidentificationMethodCodeSequence[2].CodeValue"))
                            .isEmpty();
                    assertThat(trial.text("LongitudinalTemporalInformationModified"))
                            .contains(
                                    switch (option) {
                                        case RETAIN_FULL_DATES -> "UNMODIFIED";
                                        case RETAIN_MODIFIED_DATES -> "MODIFIED";
                                        default -> "REMOVED";
                                    });
                }));
    }

    @Test
    void descriptorsKeepTheWordsThatDescribeImagesWithCleanDescriptors() throws Exception {
        ProfileOption option = ProfileOption.CLEAN_DESCRIPTORS;
        List<Given> given = new ArrayList<>();
        given.add(given("PatientName", Vr.PN, "Head^Otto"));
        for (ConfidentialityProfile.Row row : ProfileTrial.attributes()) {
            if (row.with(option).isPresent() && TEXTS.contains(ProfileTrial.vr(row))) {
                given.add(given(row.shownTag(), ProfileTrial.vr(row), "Roe:T1 HEAD knee"));
                given.add(given("PerformedSeriesSequence[0]." + row.shownTag(), ProfileTrial.vr(row), "Roe 4711"));
            }
        }
        assertThat(given).hasSizeGreaterThan(250);
        ProfileTrial trial = ProfileTrial.with(recipe(option), given);
        for (Given element : given.subList(1, given.size())) {
            String path = element.path().written();
            assertThat(trial.text(path)).as(path).contains(path.startsWith("(") ? "T1 knee" : "ANONYMIZED");
        }
    }

    @Test
    void everySafePrivateAttributeStaysWithItsCreatorAndNoOther() throws Exception {
        List<Given> given = new ArrayList<>();
        List<String> safe = new ArrayList<>();
        List<String> unsafe = new ArrayList<>();
        Map<String, Integer> blocks = new HashMap<>();
        for (PrivateDictionary.SafeAttribute row : PrivateDictionary.standard().safeAttributes()) {
            String group = "%04X".formatted(row.group());
            boolean known = blocks.containsKey(group + row.creator());
            int block = blocks.computeIfAbsent(
                    group + row.creator(),
                    none -> 0x10
                            + (int) blocks.keySet().stream()
                                    .filter(key -> key.startsWith(group))
                                    .count());
            if (!known) {
                given.add(given("(%s,%04X)".formatted(group, block), Vr.LO, row.creator()));
                given.add(given("(%s,%02XFE)".formatted(group, block), Vr.LO, "Doe"));
                unsafe.add("(%s,%02XFE)".formatted(group, block));
            }
            String path = "(%s,%02X%02X)".formatted(group, block, row.lastDigits());
            boolean sequence = row.vr() == Vr.SQ;
            given.add(
                    sequence
                            ? given(path + "[0].(0009,0010)", Vr.LO, "ACME")
                            : given(path, row.vr(), ProfileTrial.value(row.vr())));
            if (sequence) {
                given.add(given(path + "[0].(0009,1001)", Vr.LO, "Doe"));
                given.add(given(path + "[0].KVP", Vr.DS, "120"));
                given.add(given(path + "[0].PatientName", Vr.PN, "Doe"));
                unsafe.add(path + "[0].(0009,1001)");
            }
            safe.add(sequence ? path + "[0].KVP" : path);
        }
        given.add(given("(0009,0010)", Vr.LO, "ACME"));
        given.add(given("(0009,1000)", Vr.LO, "Doe"));
        unsafe.add("(0009,1000)");
        unsafe.add("(0009,0010)");
        ProfileTrial trial = ProfileTrial.with(recipe(ProfileOption.RETAIN_SAFE_PRIVATE), given);
        for (String path : safe) {
            assertThat(trial.fate(path)).as(path).isEqualTo(InstanceState.KEPT);
        }
        for (String path : unsafe) {
            assertThat(trial.fate(path)).as(path).isEqualTo(InstanceState.ABSENT);
        }
    }

    private static List<SourceText> recipe() throws Exception {
        return List.of(SourceText.read(RECIPE));
    }

    /** The recipe with one option switched on, as a site does it. */
    private static List<SourceText> recipe(ProfileOption option) throws Exception {
        String word = STEPS.getOrDefault(option, option.word());
        String site = "FORMAT dicom\n%include safe-header.deid\n%options " + word + "\n";
        return RecipeSources.withIncluded(List.of(new SourceText("recipes/site.deid", site)));
    }
}

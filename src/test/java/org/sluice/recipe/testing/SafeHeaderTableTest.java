package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.sluice.recipe.testing.ProfileTrial.given;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.profile.ProfileChange;
import org.sluice.recipe.profile.ProfileOption;
import org.sluice.recipe.testing.ProfileTrial.Fate;
import org.sluice.text.SourceText;

/** {@code safe-header.deid} against every line of table E.1-1 of PS3.15, and every option against its column. */
class SafeHeaderTableTest {
    private static final Path RECIPE = Path.of("recipes/safe-header.deid");

    @Test
    void everyLineIsCarriedOutAtEveryDepth() throws Exception {
        ProfileTrial trial = ProfileTrial.of(recipe());
        List<String> wrong = new ArrayList<>();
        for (ConfidentialityProfile.Row row : ProfileTrial.attributes()) {
            wrong.addAll(notCarriedOut(trial, row));
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
            assertThat(trial.fate(path)).as(path).isEqualTo(path.endsWith("KVP") ? Fate.KEPT : Fate.ABSENT);
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
                            wrong.addAll(notCarriedOut(trial, row));
                        } else if (change.get() == ProfileChange.KEEP) {
                            wrong.addAll(notKept(trial, row));
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
                    default -> assertThat(trial.fate(row.shownTag())).isNotEqualTo(Fate.KEPT);
                }
            }
        }
    }

    @Test
    void safePrivateAttributesStayWithTheirCreators() throws Exception {
        List<Given> given = List.of(
                given("(7053,0010)", Vr.LO, "Philips PET Private Group"),
                given("(7053,1000)", Vr.DS, "1.5"),
                given("(7053,1001)", Vr.LO, "Doe"),
                given("(0009,0010)", Vr.LO, "ACME"),
                given("(0009,1000)", Vr.LO, "Doe"));
        ProfileTrial trial = ProfileTrial.with(recipe(ProfileOption.RETAIN_SAFE_PRIVATE), given);
        assertThat(trial.fate("(7053,0010)")).isEqualTo(Fate.KEPT);
        assertThat(trial.fate("(7053,1000)")).isEqualTo(Fate.KEPT);
        assertThat(trial.fate("(7053,1001)")).isEqualTo(Fate.ABSENT);
        assertThat(trial.fate("(0009,0010)")).isEqualTo(Fate.ABSENT);
        assertThat(trial.fate("(0009,1000)")).isEqualTo(Fate.ABSENT);
    }

    private static List<SourceText> recipe() throws Exception {
        return List.of(SourceText.read(RECIPE));
    }

    private static List<SourceText> recipe(ProfileOption option) throws Exception {
        return List.of(new SourceText(RECIPE.toString(), RecipeOptions.use(option.word(), Files.readString(RECIPE))));
    }

    private static List<String> notCarriedOut(ProfileTrial trial, ConfidentialityProfile.Row row) throws Exception {
        List<String> wrong = new ArrayList<>();
        Vr vr = ProfileTrial.vr(row);
        for (String path : ProfileTrial.paths(row)) {
            Fate fate = trial.fate(path);
            String value = trial.text(path).orElse("");
            boolean valid = fate != Fate.DUMMY || vr == Vr.SQ || value.matches(pattern(vr));
            if (!allowed(row).contains(fate) || !valid) {
                wrong.add(row + " " + row.name() + " at " + path + " is " + fate + " " + value);
            }
        }
        return wrong;
    }

    /** An option that keeps a sequence keeps its items, in which the other lines of the table are carried out. */
    private static List<String> notKept(ProfileTrial trial, ConfidentialityProfile.Row row) throws Exception {
        Set<Fate> kept = ProfileTrial.vr(row) == Vr.SQ ? Set.of(Fate.KEPT, Fate.DUMMY) : Set.of(Fate.KEPT);
        List<String> wrong = new ArrayList<>();
        for (String path : ProfileTrial.paths(row)) {
            if (!kept.contains(trial.fate(path))) {
                wrong.add(row + " " + row.name() + " at " + path + " is " + trial.fate(path));
            }
        }
        return wrong;
    }

    /** What the letters of a line allow; a sequence cannot be given a dummy, so emptying it will do for D. */
    private static Set<Fate> allowed(ConfidentialityProfile.Row row) {
        Set<Fate> allowed = EnumSet.noneOf(Fate.class);
        for (String action : row.actions()) {
            switch (action) {
                case "X" -> allowed.add(Fate.ABSENT);
                case "Z" -> allowed.add(Fate.EMPTY);
                case "D" ->
                    allowed.addAll(ProfileTrial.vr(row) == Vr.SQ ? Set.of(Fate.DUMMY, Fate.EMPTY) : Set.of(Fate.DUMMY));
                case "U", "U*" -> allowed.add(Fate.DUMMY);
                default -> throw new IllegalArgumentException(action);
            }
        }
        if (row.digits().equals(Tag.hex(Tag.PATIENT_ID)) || row.digits().equals("00100010")) {
            allowed.add(Fate.DUMMY);
        }
        return allowed;
    }

    private static String pattern(Vr vr) {
        return switch (vr) {
            case AE, SH -> "[A-Z0-9 _-]{1,16}";
            case AS -> "[0-9]{3}[DWMY]";
            case CS -> "[A-Z0-9 _]{1,16}";
            case DA -> "19000101";
            case DT -> "19000101000000";
            case TM -> "000000";
            case UI -> "2\\.25\\.[0-9]{1,59}";
            case OB, OW, UN -> "([0-9a-f]{2})+";
            case UR -> "http://[a-z./]+";
            default -> "[A-Z0-9-]{1,64}";
        };
    }
}

package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** {@code safe-header.deid} against every line of table E.1-1 of PS3.15, and every option against its column. */
class SafeHeaderTableTest {
    private static final Path RECIPE = Path.of("recipes/safe-header.deid");
    private static final Map<String, String> VARIABLES = Map.of("id", "ANON-17", "days", "10");
    /** The top level, and items of sequences that the table does not name. */
    private static final List<String> DEPTHS =
            List.of("", "PerformedSeriesSequence[0].", "PerformedSeriesSequence[0].DerivationCodeSequence[0].");

    /** What became of an attribute. */
    private enum CommitmentStatus {
        ABSENT,
        EMPTY,
        DUMMY,
        KEPT
    }

    @Test
    void everyLineIsCarriedOutAtEveryDepth() throws Exception {
        Trial trial = trialOf(Files.readString(RECIPE), attributes());
        List<String> wrong = new ArrayList<>();
        for (ConfidentialityProfile.Line line : attributes()) {
            wrong.addAll(notCarriedOut(trial, line));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void wholeGroupsAndPrivateElementsGoAtEveryDepth() throws Exception {
        List<Given> given = new ArrayList<>();
        for (String depth : DEPTHS) {
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
        Trial trial = runner(Files.readString(RECIPE)).run(given, VARIABLES);
        for (Given element : given) {
            boolean named = !element.path().written().endsWith("KVP");
            assertThat(fate(trial, element.path().written()))
                    .as(element.path().written())
                    .isEqualTo(named ? CommitmentStatus.ABSENT : CommitmentStatus.KEPT);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOptionKeepsWhatItsColumnKeepsAndNothingElse() throws Exception {
        String recipe = Files.readString(RECIPE);
        return RecipeOptions.of(recipe).stream()
                .map(option -> dynamicTest(option, () -> {
                    Trial trial = trialOf(RecipeOptions.use(option, recipe), attributes());
                    List<String> wrong = new ArrayList<>();
                    for (ConfidentialityProfile.Line line : attributes()) {
                        if ("K".equals(line.options().get(option))) {
                            wrong.addAll(notKept(trial, line));
                        } else if (!line.options().containsKey(option)) {
                            wrong.addAll(notCarriedOut(trial, line));
                        }
                    }
                    assertThat(wrong).isEmpty();
                }));
    }

    @Test
    void everyOptionOfTheTableIsOfferedByTheRecipe() throws Exception {
        Set<String> offered = RecipeOptions.of(Files.readString(RECIPE));
        ConfidentialityProfile.lines().forEach(line -> line.options().keySet().stream()
                .filter(option -> !option.equals("retain-safe-private"))
                .forEach(option -> assertThat(offered).contains(option)));
    }

    @Test
    void datesAreMovedAndTimesKeptWithModifiedDates() throws Exception {
        String recipe = RecipeOptions.use("retain-modified-dates", Files.readString(RECIPE));
        Trial.Pair after = after(trialOf(recipe, attributes()));
        for (ConfidentialityProfile.Line line : attributes()) {
            if ("C".equals(line.options().get("retain-modified-dates"))) {
                Optional<String> value = after.text(ElementPath.parse(path(line)));
                switch (vr(line)) {
                    case DA -> assertThat(value).as(name(line)).contains("20200112");
                    case DT -> assertThat(value.orElse("")).as(name(line)).startsWith("20200112101112");
                    case TM -> assertThat(value).as(name(line)).contains("101112");
                    default ->
                        assertThat(fate(trialOf(recipe, List.of(line)), path(line)))
                                .isNotEqualTo(CommitmentStatus.KEPT);
                }
            }
        }
    }

    @Test
    void safePrivateAttributesStayWithTheirCreators() throws Exception {
        String recipe = RecipeOptions.use("retain-safe-private", Files.readString(RECIPE));
        List<Given> given = List.of(
                given("(7053,0010)", Vr.LO, "Philips PET Private Group"),
                given("(7053,1000)", Vr.DS, "1.5"),
                given("(7053,1001)", Vr.LO, "Doe"),
                given("(0009,0010)", Vr.LO, "ACME"),
                given("(0009,1000)", Vr.LO, "Doe"));
        Trial trial = runner(recipe).run(given, VARIABLES);
        assertThat(fate(trial, "(7053,0010)")).isEqualTo(CommitmentStatus.KEPT);
        assertThat(fate(trial, "(7053,1000)")).isEqualTo(CommitmentStatus.KEPT);
        assertThat(fate(trial, "(7053,1001)")).isEqualTo(CommitmentStatus.ABSENT);
        assertThat(fate(trial, "(0009,0010)")).isEqualTo(CommitmentStatus.ABSENT);
        assertThat(fate(trial, "(0009,1000)")).isEqualTo(CommitmentStatus.ABSENT);
    }

    private static List<String> notCarriedOut(Trial trial, ConfidentialityProfile.Line line) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String path : paths(line)) {
            CommitmentStatus fate = fate(trial, path);
            String value = after(trial).text(ElementPath.parse(path)).orElse("");
            boolean valid = fate != CommitmentStatus.DUMMY || vr(line) == Vr.SQ || value.matches(pattern(vr(line)));
            if (!allowed(line).contains(fate) || !valid) {
                wrong.add(line + " " + name(line) + " at " + path + " is " + fate + " " + value);
            }
        }
        return wrong;
    }

    /** An option that keeps a sequence keeps its items, in which the other lines of the table are carried out. */
    private static List<String> notKept(Trial trial, ConfidentialityProfile.Line line) throws Exception {
        Set<CommitmentStatus> kept = vr(line) == Vr.SQ
                ? Set.of(CommitmentStatus.KEPT, CommitmentStatus.DUMMY)
                : Set.of(CommitmentStatus.KEPT);
        List<String> wrong = new ArrayList<>();
        for (String path : paths(line)) {
            if (!kept.contains(fate(trial, path))) {
                wrong.add(line + " " + name(line) + " at " + path + " is " + fate(trial, path));
            }
        }
        return wrong;
    }

    /** What the letters of a line allow; a sequence cannot be given a dummy, so emptying it will do for D. */
    private static Set<CommitmentStatus> allowed(ConfidentialityProfile.Line line) {
        Set<CommitmentStatus> allowed = EnumSet.noneOf(CommitmentStatus.class);
        for (String action : line.actions()) {
            switch (action) {
                case "X" -> allowed.add(CommitmentStatus.ABSENT);
                case "Z" -> allowed.add(CommitmentStatus.EMPTY);
                case "D" ->
                    allowed.addAll(
                            vr(line) == Vr.SQ
                                    ? Set.of(CommitmentStatus.DUMMY, CommitmentStatus.EMPTY)
                                    : Set.of(CommitmentStatus.DUMMY));
                case "U", "U*" -> allowed.add(CommitmentStatus.DUMMY);
                default -> throw new IllegalArgumentException(action);
            }
        }
        if (line.tag().equals(Tag.hex(Tag.PATIENT_ID)) || line.tag().equals("00100010")) {
            allowed.add(CommitmentStatus.DUMMY);
        }
        return allowed;
    }

    private static CommitmentStatus fate(Trial trial, String written) throws Exception {
        ElementPath path = ElementPath.parse(written);
        Trial.Pair after = after(trial);
        for (Expectation.State state :
                List.of(Expectation.State.ABSENT, Expectation.State.EMPTY, Expectation.State.UNCHANGED)) {
            var expectation = new Expectation.StateIs(new Span("", 1, 1), "", path, state);
            if (expectation.check(trial, after).isEmpty()) {
                return switch (state) {
                    case ABSENT -> CommitmentStatus.ABSENT;
                    case EMPTY -> CommitmentStatus.EMPTY;
                    default -> CommitmentStatus.KEPT;
                };
            }
        }
        return CommitmentStatus.DUMMY;
    }

    private static Trial.Pair after(Trial trial) {
        assertThat(trial.outcome()).isInstanceOf(Trial.Outcome.Edited.class);
        return ((Trial.Outcome.Edited) trial.outcome()).after();
    }

    private static Trial trialOf(String recipe, List<ConfidentialityProfile.Line> lines) throws Exception {
        List<Given> given = new ArrayList<>();
        for (ConfidentialityProfile.Line line : lines) {
            for (String path : paths(line)) {
                Vr vr = vr(line);
                // A child that is dealt with on its own, so that a sequence which stays is seen to be cleaned.
                given.add(vr == Vr.SQ ? given(path + "[0].PatientName", Vr.PN, "Doe") : given(path, vr, value(vr)));
            }
        }
        return runner(recipe).run(given, VARIABLES);
    }

    private static TrialRunner runner(String recipe) throws Exception {
        return new TrialRunner(
                CompiledRecipe.load(List.of(new SourceText("safe-header.deid", recipe)), Reading.STRICT));
    }

    private static List<ConfidentialityProfile.Line> attributes() throws Exception {
        return ConfidentialityProfile.lines().stream()
                .filter(ConfidentialityProfile.Line::isOneAttribute)
                .toList();
    }

    private static List<String> paths(ConfidentialityProfile.Line line) {
        return line.tag().startsWith("0002")
                ? List.of(path(line))
                : DEPTHS.stream().map(depth -> depth + path(line)).toList();
    }

    private static String path(ConfidentialityProfile.Line line) {
        return "(" + line.tag().substring(0, 4) + "," + line.tag().substring(4) + ")";
    }

    private static String name(ConfidentialityProfile.Line line) {
        return entry(line).keyword();
    }

    private static Vr vr(ConfidentialityProfile.Line line) {
        return entry(line).vr();
    }

    private static Dictionary.Entry entry(ConfidentialityProfile.Line line) {
        return Dictionary.standard().byTag(Tag.parse(line.tag()).orElseThrow()).orElseThrow();
    }

    private static Given given(String path, Vr vr, String value) throws Exception {
        return new Given(new Span("table", 1, 1), ElementPath.parse(path), vr, value);
    }

    private static String value(Vr vr) {
        return switch (vr) {
            case AS -> "040Y";
            case CS -> "ORIG";
            case DA -> "20200102";
            case DT -> "20200102101112";
            case TM -> "101112";
            case UI -> "1.2.3.4";
            case DS, IS, FL, FD, US, UL, SS, SL -> "7";
            case OB, OW, UN -> "0102";
            default -> "Doe";
        };
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

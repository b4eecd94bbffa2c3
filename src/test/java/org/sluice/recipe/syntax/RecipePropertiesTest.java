package org.sluice.recipe.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** What holds for every recipe, and for every text. */
class RecipePropertiesTest {
    private static final Set<String> FUNCTIONS = Set.of("pseudonym");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    @Provide
    Arbitrary<String> recipes() {
        return RecipeTexts.recipes();
    }

    @Provide
    Arbitrary<String> noise() {
        Arbitrary<String> words = Arbitraries.of(
                "FORMAT dicom\n",
                "%filter ",
                "%header\n",
                "%values v\n",
                "%",
                "LABEL ",
                "contains ",
                "empty ",
                "equals",
                "+",
                "||",
                "|",
                "\"",
                "'",
                "\\",
                "#",
                " ",
                "\t",
                "\n",
                "\r",
                "PatientName",
                "0x00100010",
                "(0009,\"A\",01)",
                "__",
                "REMOVE ",
                "REPLACE ",
                "JITTER ",
                "ADD ",
                "SPLIT ",
                "by=",
                ";",
                "minlength=9",
                "var:",
                "deid_func:jitter ",
                "days=",
                "99999999999999999999",
                "select:",
                "contains:",
                "(((",
                "[",
                "{2}",
                "coordinates ",
                "1,2,3,4",
                "é",
                "\u0130",
                "\uD83D\uDE00",
                "\u0000",
                "\u2028",
                "\u00A0",
                "\uFEFF");
        return Arbitraries.oneOf(words, Arbitraries.strings().ofMaxLength(4))
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 300)
    void whatIsFormattedMeansTheSame(@ForAll("recipes") String text) throws RecipeException {
        String formatted = RecipeFormat.format(source(text), FUNCTIONS);
        assertThat(Shape.of(parse(formatted))).isEqualTo(Shape.of(parse(text)));
        assertThat(comments(formatted)).isEqualTo(comments(text));
    }

    @Property(tries = 200)
    void formattingTwiceChangesNothingMore(@ForAll("recipes") String text) throws RecipeException {
        String formatted = RecipeFormat.format(source(text), FUNCTIONS);
        assertThat(RecipeFormat.format(source(formatted), FUNCTIONS)).isEqualTo(formatted);
    }

    @Property(tries = 200)
    void everyRecipeCanBeExplained(@ForAll("recipes") String text) throws RecipeException {
        RecipeExplanation explanation = RecipeExplanation.of(parse(text));
        assertThat(explanation.sentences())
                .allMatch(sentence -> !sentence.text().isBlank());
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefusedWithItsProblems(@ForAll("noise") String noise, @ForAll boolean withFormat) {
        String text = (withFormat ? "FORMAT dicom\n" : "") + noise;
        for (Reading reading : Reading.values()) {
            RecipeParser.Result result = new RecipeParser(reading, FUNCTIONS).read(List.of(source(text)));
            boolean refused = result.problems().stream().anyMatch(Problem::isError);
            assertThat(result.recipe().isEmpty()).isEqualTo(refused);
            result.problems().forEach(problem -> assertThat(problem.display()).startsWith("r:"));
        }
        RecipeFixes.apply(source(text), FUNCTIONS);
    }

    @ParameterizedTest
    @EnumSource(Reading.class)
    void aVeryLongLineTakesTimeInProportion(Reading reading) {
        List<String> repeated = List.of(
                "+",
                "||",
                "+a ",
                "+contains X a",
                "+empty Y",
                "|| missing Modality",
                "\"",
                "'",
                "\\\"",
                "a\"",
                "#",
                " #",
                "x__",
                "(0010,0010)__1__",
                "x ",
                "a=b;",
                "k=v ",
                "1,",
                "[",
                "(",
                "a|",
                "1");
        List<String> starts = List.of(
                "%filter f\nLABEL l\ncontains Modality ",
                "%filter f\nLABEL l\ncoordinates ",
                "%header\nREMOVE ",
                "%header\nREPLACE StudyID ",
                "%header\nREPLACE StudyID deid_func:jitter ",
                "%values v\nSPLIT StudyID ",
                "%",
                "");
        for (String start : starts) {
            for (String piece : repeated) {
                String text = "FORMAT dicom\n" + start + piece.repeat(20_000 / piece.length());
                assertTimeout(
                        LONG_ENOUGH,
                        () -> new RecipeParser(reading, FUNCTIONS).read(List.of(source(text))),
                        () -> start + piece);
            }
        }
    }

    private static Recipe parse(String text) throws RecipeException {
        return new RecipeParser(Reading.STRICT, FUNCTIONS).parse(List.of(source(text)));
    }

    private static List<String> comments(String text) {
        return new RecipeParser(Reading.STRICT, FUNCTIONS)
                .read(List.of(source(text))).documents().get(0).lines().stream()
                        .map(RecipeDocument.Line::comment)
                        .filter(comment -> !comment.isEmpty())
                        .toList();
    }

    private static SourceText source(String text) {
        return new SourceText("r", text);
    }
}

package org.sluice.recipe.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.text.Problem;
import org.sluice.text.Severity;
import org.sluice.text.SourceText;

class RecipeParserTest {
    @Test
    void sectionsKeepTheOrderOfTheirFirstLineAndGoOnWhenEnteredAgain() throws RecipeException {
        Recipe recipe = strict(
                "FORMAT dicom",
                "%filter a",
                "LABEL one",
                "present Rows",
                "%filter b",
                "LABEL two",
                "present Rows",
                "%filter a",
                "LABEL three",
                "present Rows");
        assertThat(recipe.filters()).extracting(Recipe.FilterSection::name).containsExactly("a", "b");
        assertThat(recipe.filters().get(0).labels())
                .extracting(Recipe.Label::name)
                .containsExactly("one", "three");
    }

    @Test
    void ofSeveralRecipesFiltersReplaceHeadersAddUpAndLaterListsAreLeftOut() throws RecipeException {
        SourceText first = source(
                "first",
                "FORMAT dicom",
                "%filter a",
                "LABEL one",
                "present Rows",
                "%filter b",
                "LABEL two",
                "present Rows",
                "%header",
                "REMOVE PatientID",
                "%fields f",
                "FIELD StudyID");
        SourceText second = source(
                "second",
                "FORMAT dicom",
                "%filter a",
                "LABEL new",
                "missing Rows",
                "%filter c",
                "LABEL three",
                "present Rows",
                "%header",
                "BLANK fields:f",
                "%fields g",
                "FIELD StudyID");
        Recipe recipe = new RecipeParser(Reading.STRICT, Set.of()).parse(List.of(first, second));
        assertThat(recipe.filters()).extracting(Recipe.FilterSection::name).containsExactly("a", "b", "c");
        assertThat(recipe.filters().get(0).labels())
                .extracting(Recipe.Label::name)
                .containsExactly("new");
        assertThat(recipe.filters().get(0).at().file()).isEqualTo("second");
        assertThat(recipe.header()).extracting(Action::word).containsExactly("REMOVE", "BLANK");
        assertThat(recipe.fieldLists()).extracting(Recipe.FieldList::name).containsExactly("f");
        assertThat(recipe.remarks())
                .extracting(Problem::display)
                .containsExactly(
                        "second:10:1: warning: this section is left out: only the first recipe's %fields counts"
                                + "\n    %fields g\n    ^~~~~~~~~");
    }

    @Test
    void theListOfALaterRecipeCannotBeUsed() {
        SourceText first = source("first", "FORMAT dicom");
        SourceText second = source("second", "FORMAT dicom", "%fields g", "FIELD StudyID", "%header", "BLANK fields:g");
        assertThatThrownBy(() -> new RecipeParser(Reading.STRICT, Set.of()).parse(List.of(first, second)))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith("second:5:14: error: expected the name of a %fields list, found `g`");
    }

    @Test
    void compatHandsOutTheValuesOfALineByPosition() throws RecipeException {
        Recipe recipe = compat("FORMAT dicom", "%filter a", "LABEL l", "present Rows + contains Modality CT");
        List<Criterion> criteria = criteria(recipe);
        assertThat(criteria).extracting(Criterion::value).containsExactly("", "CT");
        assertThat(criteria).extracting(Criterion::given).containsExactly("CT", null);
    }

    @Test
    void strictGivesEachCriterionItsOwnValue() throws RecipeException {
        Recipe recipe = strict("FORMAT dicom", "%filter a", "LABEL l", "present Rows + contains Modality CT");
        assertThat(criteria(recipe)).extracting(Criterion::given).containsExactly(null, "CT");
        assertThat(recipe.remarks()).extracting(Problem::severity).containsExactly(Severity.NOTE);
    }

    @Test
    void theNameOfALabelIsAlsoKeptAsDeidShowsIt() throws RecipeException {
        for (Reading reading : Reading.values()) {
            Recipe recipe = new RecipeParser(reading, Set.of())
                    .parse(List.of(source(
                            "r",
                            "FORMAT dicom",
                            "%filter a",
                            "LABEL my label x # c",
                            "present Rows",
                            "label Dose",
                            "present Rows")));
            List<Recipe.Label> labels = recipe.filters().get(0).labels();
            assertThat(labels).extracting(Recipe.Label::name).containsExactly("my label x", "Dose");
            assertThat(labels).extracting(Recipe.Label::shownName).containsExactly("LABEL my  x", "Dose");
        }
    }

    @Test
    void compatKeepsWhatACommentLeavesBehind() throws RecipeException {
        Recipe recipe = compat("FORMAT dicom", "%header", "REPLACE PatientID var:id # c", "REMOVE PatientName # c");
        assertThat(recipe.header().get(0).value().written()).isEqualTo("var:id ");
        assertThat(recipe.header().get(1).value()).isInstanceOf(Value.Literal.class);
    }

    @Test
    void compatDropsALoneQuoteAndEndsTheWordThere() throws RecipeException {
        Recipe recipe = compat("FORMAT dicom", "%header", "REPLACE PatientName O'Brien", "BLANK contains:\"X");
        assertThat(recipe.header().get(0).value().written()).isEqualTo("O Brien");
        assertThat(recipe.header().get(1).field().written()).isEqualTo("contains:");
    }

    @Test
    void compatKeepsActionsThatDoNothing() throws RecipeException {
        Recipe recipe = compat("FORMAT dicom", "%header", "remove PatientID", "ADDRESS x y");
        assertThat(recipe.header()).allMatch(Action.Ignored.class::isInstance);
    }

    @Test
    void everyNodeKnowsItsPlace() throws RecipeException {
        Recipe recipe = strict("FORMAT dicom", "%filter a", "LABEL l", "  + present Rows || contains Modality CT");
        Criterion second = criteria(recipe).get(1);
        assertThat(second.at()).hasToString("r:4:21");
        assertThat(second.field().at()).hasToString("r:4:30");
        assertThat(second.valueAt()).hasToString("r:4:39");
    }

    private static List<Criterion> criteria(Recipe recipe) {
        return recipe.filters().get(0).labels().get(0).lines().get(0).criteria();
    }

    private static Recipe strict(String... lines) throws RecipeException {
        return new RecipeParser(Reading.STRICT, Set.of()).parse(List.of(source("r", lines)));
    }

    private static Recipe compat(String... lines) throws RecipeException {
        return new RecipeParser(Reading.COMPAT, Set.of()).parse(List.of(source("r", lines)));
    }

    private static SourceText source(String name, String... lines) {
        return new SourceText(name, String.join("\n", lines));
    }
}

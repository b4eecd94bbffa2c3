package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** What is said about mistakes in a test file itself. */
class TestFileProblemsTest {
    private static final String START = "recipe ct.deid\ncase One\n";

    @Test
    void everyProblemIsReportedAtOnce() {
        assertThat(problemsOf("""
                        PatientID = 1
                        case One
                          PatentName = Doe
                          expect clear
                        case Two
                        """)).isEqualTo("""
                        ct.test:1:1: error: expected a line recipe FILE, found none
                        ct.test:3:3: error: expected a keyword of the data dictionary, found PatentName
                              PatentName = Doe
                              ^~~~~~~~~~
                            did you mean PatientName?
                        ct.test:4:10: error: expected clean, flagged SECTION, label NAME, no label NAME, coordinates …, \
                        absent|present|empty|unchanged|changed ELEMENT, matches ELEMENT EXPRESSION, quarantine, \
                        or ELEMENT "VALUE", found clear
                              expect clear
                                     ^~~~~
                            did you mean clean?
                        ct.test:5:1: error: expected at least one line expect … in this case, found none
                            case Two
                            ^~~~~~~~""");
    }

    @Test
    void aFileWithoutCasesIsRefused() {
        assertThat(problemsOf("recipe ct.deid\n"))
                .isEqualTo("ct.test:1:1: error: expected a line case NAME, found none");
    }

    @Test
    void aLineThatIsNothingIsRefused() {
        assertThat(problemsOf(START + "exect clean\nexpect clean\n"))
                .startsWith(
                        "ct.test:3:1: error: expected recipe, reading, var, case, file, without, expect, or an element")
                .contains("found exect");
    }

    @Test
    void aCaseHasAFileOrElements() {
        assertThat(problemsOf(START + "file a.dcm\nPatientID = 1\nexpect clean\n"))
                .contains("ct.test:2:1: error: expected a file or elements in this case, found both");
    }

    @Test
    void linesOfACaseNeedACase() {
        assertThat(problemsOf("recipe ct.deid\nexpect clean\ncase One\nexpect clean\n"))
                .contains("ct.test:2:1: error: expected a line case NAME before expect");
    }

    @Test
    void recipesAreNamedBeforeTheCases() {
        assertThat(problemsOf(START + "expect clean\nrecipe two.deid\n"))
                .contains("ct.test:4:1: error: expected recipe before the first case");
    }

    @Test
    void anElementIsGivenOnce() {
        assertThat(problemsOf(START + "PatientID = 1\nPatientID = 2\nexpect clean\n"))
                .contains("ct.test:4:1: error: expected PatientID once, found it a second time");
    }

    @Test
    void aVariableHasOneValue() {
        assertThat(problemsOf(START + "var id 1\nvar id 2\nexpect clean\n"))
                .contains("ct.test:4:5: error: expected one value for id, found a second one");
    }

    @Test
    void withoutTakesAwayWhatIsGiven() {
        assertThat(problemsOf(START + "without PatientID\nexpect clean\n"))
                .contains("ct.test:3:9: error: expected an element or var NAME, given before the first case");
    }

    @Test
    void aVrMustBeOne() {
        assertThat(problemsOf(START + "(0009,1001) XX = 1\nexpect clean\n"))
                .contains("ct.test:3:13: error: expected a VR, found XX");
    }

    @Test
    void aPathEndsInAnElement() {
        assertThat(problemsOf(START + "expect empty RequestAttributesSequence[0]\n"))
                .contains("expected an element of the item, as in RequestAttributesSequence[0].PatientID");
        assertThat(problemsOf(START + "expect empty RequestAttributesSequence.PatientID\n"))
                .contains("expected the number of an item, as in RequestAttributesSequence[0]");
    }

    @Test
    void coordinatesSayBlankOrKeep() {
        assertThat(problemsOf(START + "expect coordinates 0,0,1,1\n"))
                .contains("expected blank or keep and a region, as in blank all; keep 0,60,640,480");
    }

    @Test
    void anExpressionMustBeOne() {
        assertThat(problemsOf(START + "expect matches PatientID (\n")).contains("expected a regular expression");
    }

    @Test
    void theReadingIsStrictOrCompat() {
        assertThat(problemsOf("reading loose\n" + START + "expect clean\n"))
                .contains("ct.test:1:9: error: expected strict or compat, found loose");
    }

    private static String problemsOf(String text) {
        TestFileException refused = catchThrowableOfType(
                TestFileException.class, () -> TestFileParser.parse(new SourceText("ct.test", text)));
        return refused.problems().stream().map(Problem::display).collect(Collectors.joining("\n"));
    }
}

package org.sluice.recipe.python;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1000, 1000.0",
        "1e-7, 1e-07",
        "1e16, 1e+16",
        "123456789012345680, 1.2345678901234568e+17",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-0.0, -0.0",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2e-3, 0.002"
    })
    void aDoubleIsTheShortestDecimalThatReadsBack(double number, String printed) {
        assertThat(PythonText.real(number)).isEqualTo(printed);
    }

    @Test
    void aFloatIsWidenedBeforeItIsPrinted() {
        assertThat(PythonText.real(0.1f)).isEqualTo("0.10000000149011612");
    }

    @Property
    void whatIsPrintedReadsBack(@ForAll double number) {
        assertThat(PythonNumbers.real(PythonText.real(number)).orElseThrow()).isEqualTo(number);
    }

    @Test
    void quotesAreSingleUnlessThatWouldNeedABackslash() {
        assertThat(PythonText.quoted("CT")).isEqualTo("'CT'");
        assertThat(PythonText.quoted("O'Neil")).isEqualTo("\"O'Neil\"");
        assertThat(PythonText.quoted("a'b\"c")).isEqualTo("'a\\'b\"c'");
        assertThat(PythonText.quoted("a\\b\n\t\u0001\u00a0\u200b\u00e9"))
                .isEqualTo("'a\\\\b\\n\\t\\x01\\xa0\\u200b\u00e9'");
    }

    @Test
    void bytesShowWhatIsAscii() {
        assertThat(PythonText.bytes(new byte[] {1, 'A', (byte) 0xFF, '\''})).isEqualTo("b\"\\x01A\\xff'\"");
    }

    @Test
    void foldedIsLowerCaseWithoutWhiteSpaceAround() {
        assertThat(PythonText.folded("\u00a0 \u0130X\t")).isEqualTo("i\u0307x");
    }

    @Test
    void wholeNumbersMayHaveBlanksASignAndUnderscores() {
        assertThat(PythonNumbers.whole(" +1_000 ")).contains(java.math.BigInteger.valueOf(1000));
        assertThat(PythonNumbers.whole("12.5")).isEmpty();
        assertThat(PythonNumbers.whole("0x1")).isEmpty();
        assertThat(PythonNumbers.whole("1__0")).isEmpty();
    }
}

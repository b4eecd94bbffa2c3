package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormsTest {
    @ParameterizedTest
    @CsvSource({
        "AE, ARCHIVE_1",
        "AS, 018M",
        "CS, ORIGINAL",
        "CS, PRIMARY ",
        "DA, 20200229",
        "DA, 00010101",
        "DS, -1.5E+3",
        "DS, ' 12.5 '",
        "DT, 2020",
        "DT, 202001",
        "DT, 20200102",
        "DT, 2020010203",
        "DT, 20161231235960",
        "DT, 20200102030405.123456+0100",
        "DT, 202001-0500",
        "IS, -2147483648",
        "IS, ' 42'",
        "LO, Größe",
        "LT, 'a\tb'",
        "PN, Doe^Jane^M^Dr^PhD=山田^太郎=やまだ^たろう",
        "SH, 1234567890123456",
        "TM, 10",
        "TM, 1012",
        "TM, 235960",
        "TM, 101112.123456",
        "UI, 1.2.840.0.1",
        "UR, https://example.org/a?b=%20"
    })
    void whatTable6_2_1AllowsFits(Vr vr, String value) {
        assertThat(ValueForms.expected(vr, value)).isEmpty();
        assertThat(ValueForms.expected(vr, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AE, 12345678901234567",
        "AE, ' '",
        "AE, A\\B",
        "AE, Ö",
        "AS, 18M",
        "AS, 200",
        "AS, 018m",
        "CS, unknown",
        "CS, UNKNOWN PERSON XX",
        "CS, A-B",
        "DA, ANON",
        "DA, 2020",
        "DA, 202001",
        "DA, 20200230",
        "DA, 00000101",
        "DA, 10201",
        "DA, 2020-01-02",
        "DA, '20200101 '",
        "DS, 1.5mm",
        "DS, 0.30000000000000004",
        "DT, 2020010",
        "DT, 202013",
        "DT, 2020010224",
        "DT, 20200102030461",
        "DT, 20200102+1900",
        "DT, now",
        "IS, 1.5",
        "IS, 2147483648",
        "IS, 0000000000001",
        "TM, ANON",
        "TM, 24",
        "TM, 10:11:12",
        "TM, 101261",
        "TM, 10.5",
        "UI, new-id",
        "UI, 1.02",
        "UI, '1.2 '",
        "UR, ' a'",
        "UR, a b",
        "PN, a^b^c^d^e^f",
        "PN, a=b=c=d",
        "LO, A\\B",
        "SH, 12345678901234567"
    })
    void whatItDoesNotAllowIsSaidWithoutTheValue(Vr vr, String value) {
        assertThat(ValueForms.expected(vr, value))
                .hasValueSatisfying(expected ->
                        assertThat(value.isBlank() || !expected.contains(value)).isTrue());
    }

    @Test
    void lengthsAreCountedInCharactersAndThoseOfNamesInEachGroup() {
        String sixtyFour = "ä".repeat(64);
        for (Vr vr : new Vr[] {Vr.LO, Vr.PN}) {
            assertThat(ValueForms.expected(vr, sixtyFour)).isEmpty();
            assertThat(ValueForms.expected(vr, sixtyFour + "x")).isPresent();
        }
        assertThat(ValueForms.expected(Vr.PN, sixtyFour + "=" + sixtyFour)).isEmpty();
        assertThat(ValueForms.expected(Vr.ST, "x".repeat(1025))).isPresent();
        assertThat(ValueForms.expected(Vr.LT, "x".repeat(10_241))).isPresent();
        assertThat(ValueForms.expected(Vr.UT, "x".repeat(100_000))).isEmpty();
    }

    @Test
    void controlCharactersBelongToTextOfSeveralLinesAlone() {
        for (Vr vr : new Vr[] {Vr.LO, Vr.SH, Vr.PN, Vr.UC}) {
            assertThat(ValueForms.expected(vr, "a\nb")).isPresent();
        }
        for (Vr vr : new Vr[] {Vr.LT, Vr.ST, Vr.UT}) {
            assertThat(ValueForms.expected(vr, "a\r\n\tb\f")).isEmpty();
            assertThat(ValueForms.expected(vr, "a\u001bb")).isPresent();
        }
    }
}

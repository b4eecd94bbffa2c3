package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;

/** JITTER moves what it names, or the instance is quarantined. */
class JitterTest {
    private static final int CREATOR = 0x0029_0010;
    private static final int PRIVATE = 0x0029_1019;

    @ParameterizedTest
    @CsvSource({
        "LO, 20200102, 20191203",
        "UN, 20200102, 20191203",
        "DA, 20200102, 20191203",
        "SH, 2020-01-02, 2019-12-03",
        "LO, 2020.01.02, 2019.12.03",
        "UN, 20200102101112.5, 20191203101112.5",
        "DT, 20200102101112.5, 20191203101112.5",
        "DT, 20200102, 20191203",
        "DA, 2020-01-02, 20191203",
        "ST, 2020-01-02T10:11:12Z, 2019-12-03T10:11:12Z",
        "LO, 20200102\\20200131, 20191203\\20200101",
        "UN, 20200102\\\\20200131, 20191203\\\\20200101",
    })
    void aPrivateElementThatHoldsDatesIsMovedWhateverItsVr(Vr vr, String date, String moved) throws Exception {
        for (String action :
                new String[] {"JITTER 0029,\"ACME CSA\",19 -30", "JITTER ALL -30", "JITTER 00291019 -30"}) {
            assertThat(jittered(vr, date, action)).isEqualTo(moved);
        }
        assertThat(jittered(vr, date, "REPLACE 0029,\"ACME CSA\",19 deid_func:jitter days=-30"))
                .isEqualTo(moved);
    }

    @ParameterizedTest
    @CsvSource({"LO, SOMATOM", "UN, 4711", "LO, 20200199", "UN, 202001", "LO, 20200102\\x", "UL, abcd", "TM, 101112"})
    void aPrivateElementThatIsNamedAndHoldsNoDateFails(Vr vr, String value) throws Exception {
        for (String action : new String[] {"JITTER 0029,\"ACME CSA\",19 -30", "JITTER 00291019 -30"}) {
            assertThatThrownBy(() -> jittered(vr, value, action))
                    .isInstanceOf(ActionException.class)
                    .hasMessageContaining("(0029,1019)")
                    .hasMessageNotContaining(value);
        }
    }

    @ParameterizedTest
    @CsvSource({"LO, SOMATOM", "UN, 4711", "LO, 20200199", "UN, 202001", "LO, 20200102\\x", "UL, abcd", "TM, 101112"})
    void whatAnExpanderTakesAlongAndIsNoDateStaysAsItWas(Vr vr, String value) throws Exception {
        assertThat(jittered(vr, value, "JITTER ALL -30")).isEqualTo(value);
    }

    @Test
    void anEmptyElementHasNothingToMove() throws Exception {
        for (Vr vr : new Vr[] {Vr.LO, Vr.UN, Vr.DA}) {
            assertThat(jittered(vr, "", "JITTER 00291019 -30")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00010101, 31, 00010201",
        "09991231, 1, 10000101",
        "20200131, 30, 20200301",
        "99991230, 1, 99991231",
    })
    void aDateHasEightDigitsInEveryCentury(String date, int days, String moved) throws Exception {
        assertThat(studyDate(date, days)).isEqualTo(moved);
    }

    @ParameterizedTest
    @CsvSource({"2020-01-02, 20200103", "2020.01.02, 20200103", "20200102101112, 20200103"})
    void aDateThatIsWrittenOtherwiseButPlainlyIsMoved(String date, String moved) throws Exception {
        assertThat(studyDate(date, 1)).isEqualTo(moved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00010101",
                "2020",
                "202001",
                "201112",
                "20201301",
                "7",
                "ANON",
                "02.01.2020",
                "01/02/2020",
                "Jan 2 2020",
                "2 January 2020",
                "2020/01/02",
                "2020-1-2",
                "2020-01.02",
                "20200102 10:11",
                "1.2.2020"
            })
    void aDateThatCannotBeMovedFails(String date) {
        assertThatThrownBy(() -> studyDate(date, -30))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("(0008,0020)");
    }

    @ParameterizedTest
    @CsvSource({
        "20161231235960, 20170101235960.000000",
        "20200102101112.5+0100, 20200103101112.500000+0100",
        "20200102, 20200103000000.000000",
        "2020010210, 20200103100000.000000",
        "00010101101112, 00010102101112.000000",
    })
    void aDateAndTimeKeepsItsTimeALeapSecondTooAndItsZone(String moment, String moved) throws Exception {
        HeaderEdit edit =
                edit(new SampleInstance().text("AcquisitionDateTime", moment), "JITTER AcquisitionDateTime 1");
        assertThat(edit.texts(edit.find(0x0008_002A))).containsExactly(moved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020", "202001", "201112", "202001+0100"})
    void aDateAndTimeWithoutItsDayFails(String moment) {
        SampleInstance sample = new SampleInstance().text("AcquisitionDateTime", moment);
        assertThatThrownBy(() -> edit(sample, "JITTER AcquisitionDateTime 1")).isInstanceOf(ActionException.class);
    }

    @Test
    void aStandardDateThatItsSenderWroteAsAnotherVrIsMovedToo() throws Exception {
        HeaderEdit edit = edit(
                new SampleInstance().raw(0x0008_0020, Vr.LO, "20200102".getBytes(StandardCharsets.US_ASCII)),
                "JITTER StudyDate -30");
        assertThat(edit.texts(edit.find(0x0008_0020))).containsExactly("20191203");
    }

    private static String studyDate(String date, int days) throws Exception {
        HeaderEdit edit = edit(new SampleInstance().text("StudyDate", date), "JITTER StudyDate " + days);
        return String.join("\\", edit.texts(edit.find(0x0008_0020)));
    }

    private static String jittered(Vr vr, String value, String action) throws Exception {
        String even = value.length() % 2 == 0 ? value : value + " ";
        HeaderEdit edit = edit(
                new SampleInstance()
                        .raw(CREATOR, Vr.LO, "ACME CSA".getBytes(StandardCharsets.US_ASCII))
                        .raw(PRIVATE, vr, even.getBytes(StandardCharsets.US_ASCII)),
                action);
        return new String(edit.value(edit.find(PRIVATE)), StandardCharsets.US_ASCII).strip();
    }

    private static HeaderEdit edit(SampleInstance sample, String action) throws Exception {
        return RecipeText.strict("%header", action)
                .edit(sample.instance(), Variables.NONE)
                .dataSet();
    }
}

package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;

/** Single values that have one meaning, whichever way they are written. {@link EveryEncodingTest} looks for more of them. */
class OneMeaningTest {
    private static final int WORDS = 0x0066_0040;
    private static final int CREATOR = 0x0011_0010;
    private static final int UNKNOWN = 0x0011_1001;

    static Stream<Form> forms() {
        return Transcoder.forms().stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aNumberIsComparedAndReplacedAlsoWhereItIsWrittenAsUnknown(Form form) throws Exception {
        DataSetTree tree = instance()
                .numbers(0x0010_21C0, "US", 3)
                .text(0x0019_0010, "LO", "SIEMENS MR HEADER")
                .numbers(0x0019_100E, "FD", 0.5);
        assertThat(matches(tree, form, "equals PregnancyStatus 3", "equals 0x0019100E 0.5"))
                .isTrue();
        assertThat(edited(tree, form, "REPLACE PregnancyStatus 4", "REPLACE 0019100E 0.25"))
                .contains("(0010,21C0) 0400", "(0019,100E) 000000000000d03f");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void wordsAreComparedAndReplacedInOneOrder(Form form) throws Exception {
        DataSetTree tree = instance().bytes(WORDS, "OL", new byte[] {'D', 'O', 'E', 'S'});
        assertThat(matches(tree, form, "equals 0x00660040 does")).isTrue();
        assertThat(edited(tree, form, "REPLACE 00660040 ANON")).contains("(0066,0040) 414e4f4e");
        assertThat(edited(tree, form, "REPLACE 00660040 ANONYM")).contains("(0066,0040) 414e4f4e594d0000");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatMayBeBytesOrWordsIsComparedAsTheTextThatItIs(Form form) throws Exception {
        DataSetTree tree = instance().bytes(0x6000_3000, "OB", new byte[] {'D', 'O', 'E', 0});
        assertThat(matches(tree, form, "equals 0x60003000 doe")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void textForAPrivateElementIsInTheCharacterSetInForceAndPaddedAsText(Form form) throws Exception {
        DataSetTree tree = instance()
                .text(0x0008_0005, "CS", "ISO_IR 100")
                .text(CREATOR, "LO", "SLUICE TEST OF NOBODY")
                .text(UNKNOWN, "LO", "before");
        assertThat(edited(tree, form, "REPLACE 00111001 \u00d6st")).contains("(0011,1001) d6737420");
        assertThat(edited(tree, form, "REPLACE 00111001 \u00d6str", "REPLACE SpecificCharacterSet ISO_IR 192"))
                .contains("(0011,1001) c39673747220");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aPrivateNumberThatIsPubliclyKnownIsOne(Form form) throws Exception {
        DataSetTree tree = instance().text(0x0019_0010, "LO", "GEMS_ACQU_01").numbers(0x0019_1002, "SL", 912);
        assertThat(matches(tree, form, "equals 0x00191002 912")).isTrue();
        assertThat(edited(tree, form, "REPLACE 00191002 12")).contains("(0019,1002) 0c000000");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aTextIsNeverWrittenIntoWhatMayBeANumber(Form form) throws Exception {
        DataSetTree tree =
                instance().text(CREATOR, "LO", "SLUICE TEST OF NOBODY").numbers(UNKNOWN, "SL", 912);
        for (String before : List.of("KEEP PatientID", "BLANK 00111001")) {
            assertThat(edited(tree, form, before, "REPLACE 00111001 12").toString())
                    .containsAnyOf("(0011,1001) 0c000000", "failed: VALUE_NOT_ENCODABLE in line 4");
        }
        assertThat(edited(tree, form, "BLANK 00111001")).contains("(0011,1001) ");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aLookUpTableIsShownTheSameAsNumbersAndAsWords(Form form) throws Exception {
        for (String vr : List.of("US", "OW")) {
            DataSetTree item = vr.equals("US")
                    ? new DataSetTree().numbers(0x0028_3006, vr, 65535, 0x4E4F)
                    : new DataSetTree().bytes(0x0028_3006, vr, new byte[] {-1, -1, 'O', 'N'});
            DataSetTree tree = instance().sequence(0x0028_3010, item);
            assertThat(matches(tree, form, "contains VOILUTSequence lut data +ow: .*on"))
                    .isTrue();
            assertThat(matches(tree, form, "contains VOILUTSequence 65535")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aPrivateElementWithoutAValueIsThereAndEmpty(Form form) throws Exception {
        DataSetTree tree =
                instance().text(CREATOR, "LO", "SLUICE TEST OF NOBODY").text(UNKNOWN, "LO", "");
        assertThat(matches(tree, form, "present 0x00111001", "empty 0x00111001"))
                .isTrue();
        assertThat(edited(tree, form, "JITTER 00111001 3")).contains("(0011,1001) ");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aPrivateSequenceIsSelectedAsASequence(Form form) throws Exception {
        DataSetTree tree = instance()
                .text(CREATOR, "LO", "SLUICE TEST OF NOBODY")
                .sequence(UNKNOWN, new DataSetTree().text(0x0010_0010, "PN", "Doe"));
        assertThat(edited(tree, form, "REMOVE select:VR:SQ")).noneMatch(line -> line.startsWith("(0011,1001)"));
        assertThat(edited(tree, form, "REMOVE select:VR:UN")).contains("(0011,1001) 1 items");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aKnownPrivateSequenceWithoutItemsIsASequence(Form form) throws Exception {
        DataSetTree tree =
                instance().text(0x2001_0010, "LO", "Philips Imaging DD 001").sequence(0x2001_105F);
        assertThat(matches(tree, form, "present 0x2001105F", "empty 0x2001105F"))
                .isTrue();
        assertThat(edited(tree, form, "REMOVE select:VR:SQ")).noneMatch(line -> line.startsWith("(2001,105F)"));
    }

    private static DataSetTree instance() {
        return new DataSetTree().text(0x0008_0016, "UI", RawDataSet.SOP_CLASS).text(0x0008_0018, "UI", "2.25.7312.1");
    }

    private static boolean matches(DataSetTree tree, Form form, String... criteria) throws Exception {
        String recipe = "%filter wanted\nLABEL wanted\n" + String.join("\n+ ", criteria);
        return EncodedAnswer.of(tree, form, recipe).verdict().flagged();
    }

    private static List<String> edited(DataSetTree tree, Form form, String... actions) throws Exception {
        return EncodedAnswer.of(tree, form, "%header\n" + String.join("\n", actions))
                .edits();
    }
}

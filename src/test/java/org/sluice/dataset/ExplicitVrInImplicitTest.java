package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.dataset.Findings.found;
import static org.sluice.dataset.Place.DIGITAL_SIGNATURES;
import static org.sluice.dataset.Place.PIXEL_DATA;
import static org.sluice.dataset.Place.REFERENCES;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/** Elements of explicit VR in a data set of implicit VR are found, PS3.5 7.1, although they read as elements of other lengths. */
class ExplicitVrInImplicitTest {
    /** (7FE1,1001). */
    private static final byte[] LATE_TAG = {(byte) 0xE1, 0x7F, 1, 0x10};

    /** One long element of a data set of explicit VR that is sent as implicit takes all the rest for its value. */
    @Test
    void explicitVrOnAnImplicitContextIsFoundWhateverTheFirstElementIs() throws Exception {
        for (Map.Entry<Integer, String> first : Map.of(
                        0x00080005, "CS", 0x00080008, "CS", 0x00080012, "DA", 0x00080016, "UI", 0x00080001, "UL")
                .entrySet()) {
            RawDataSet dataSet =
                    new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN).text(first.getKey(), first.getValue(), "20200101");
            dataSet.text(0x00080018, "UI", "2.25.1").text(0x00100010, "PN", "SECRET^NAME");
            int length = (8 << 16
                            | first.getValue().charAt(1) << 8
                            | first.getValue().charAt(0))
                    - dataSet.bytes().length;
            dataSet.value(PIXEL_DATA, "OW", new byte[length + 8 - 12]);
            assertThat(found(dataSet.bytes(), Syntax.IMPLICIT_LITTLE_ENDIAN, 0, 1 << 16))
                    .as(first.toString())
                    .contains("wrong-encoding");
        }
    }

    /**
     * An even VR and its length are an implicit length too: the first element takes the data set of explicit VR for its value,
     * and one of implicit VR follows that is as sound.
     */
    @ParameterizedTest(name = "{0} of {1} bytes at {2}")
    @MethodSource("evenVrs")
    void twoDataSetsInOneAreFoundWhateverTheVrOfTheFirstElement(String vr, int length, int tag) throws Exception {
        RawDataSet hidden = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .raw(new byte[length])
                .text(0x00100010, "PN", "SECRET^NAME")
                .text(0x7FE10010, "LO", "ACME");
        byte[] first = firstOf(vr, length, hidden.bytes(), tag);
        for (byte[] dataSet : withFirst(first)) {
            for (int piece : List.of(dataSet.length, 1000, 7)) {
                assertThat(found(dataSet, Syntax.IMPLICIT_LITTLE_ENDIAN, 0, piece))
                        .contains("wrong-encoding");
                assertThat(found(dataSet, Syntax.IMPLICIT_LITTLE_ENDIAN, -1, piece))
                        .contains("wrong-encoding");
            }
        }
    }

    /** A value can be as long as that by chance. */
    @ParameterizedTest(name = "{0} of {1} bytes at {2}")
    @MethodSource("evenVrs")
    void aLengthOfImplicitVrMayBeLettersByChance(String vr, int length, int tag) throws Exception {
        byte[] random = new byte[16_000];
        new Random(5).nextBytes(random);
        byte[] text = "THE QUICK BROWN FOX ".repeat(500).getBytes(StandardCharsets.US_ASCII);
        for (byte[] value : List.of(new byte[10], random, text)) {
            for (byte[] dataSet : withFirst(firstOf(vr, length, value, tag))) {
                for (int piece : List.of(dataSet.length, 999)) {
                    assertThat(found(dataSet, Syntax.IMPLICIT_LITTLE_ENDIAN, 0, piece))
                            .isEmpty();
                    assertThat(found(dataSet, Syntax.IMPLICIT_LITTLE_ENDIAN, -1, piece))
                            .isEmpty();
                }
            }
        }
    }

    /** Longer than what a header may be, so that only its letters tell what it is. */
    @Test
    void explicitVrIsSeenBeforeTheLengthThatItWouldBe() throws Exception {
        byte[] dataSet = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00080016, "UI", RawDataSet.SOP_CLASS)
                .text(0x00080018, "UI", "2.25.1")
                .text(0x00104000, "LT", "x".repeat(500))
                .bytes();
        byte[] first = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00080008, "CS", "ORIGINAL\\".repeat(100))
                .bytes();
        assertThat(found(dataSet, Syntax.IMPLICIT_LITTLE_ENDIAN, 0, 100)).contains("wrong-encoding");
        assertThat(found(first, Syntax.IMPLICIT_LITTLE_ENDIAN, 0, 100)).contains("wrong-encoding");
    }

    static Stream<Arguments> evenVrs() {
        return Stream.of("DA", "DS", "DT", "FD", "FL", "LO", "LT", "PN", "TM").flatMap(vr -> Stream.of(0, 2, 16)
                .flatMap(length -> Stream.of(0x00091001, 0x00080042).map(tag -> Arguments.of(vr, length, tag))));
    }

    /** An element of implicit VR as long as the letters and the length of explicit VR say; filled up with zeros. */
    private static byte[] firstOf(String vr, int length, byte[] value, int tag) {
        int implicit = length << 16 | vr.charAt(1) << 8 | vr.charAt(0);
        return new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN)
                .value(tag, "LO", Arrays.copyOf(value, implicit))
                .bytes();
    }

    /** In the header, in an item and behind the pixel data. */
    private static List<byte[]> withFirst(byte[] first) {
        Syntax syntax = Syntax.IMPLICIT_LITTLE_ENDIAN;
        byte[] item = new RawDataSet(syntax).raw(first).item(End.LENGTH);
        byte[] header = RawDataSet.instance(syntax, "2.25.1")
                .raw(first)
                .text(0x00100010, "PN", "OTHER^NAME")
                .bytes();
        byte[] sequence = RawDataSet.instance(syntax, "2.25.1")
                .sequence(REFERENCES, "SQ", End.DELIMITER, item, item)
                .bytes();
        byte[] late = RawDataSet.instance(syntax, "2.25.1")
                .value(PIXEL_DATA, "OW", new byte[300])
                .raw(LATE_TAG)
                .raw(Arrays.copyOfRange(first, 4, first.length))
                .sequence(DIGITAL_SIGNATURES, "SQ", End.LENGTH, item)
                .bytes();
        return List.of(header, sequence, late);
    }
}

package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.dataset.Place.DIGITAL_SIGNATURES;
import static org.sluice.dataset.Place.LATE;
import static org.sluice.dataset.Place.PIXEL_DATA;
import static org.sluice.dataset.Place.REFERENCES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Peers;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/**
 * What contradicts PS3.5 is found wherever it stands, in every syntax, however the bytes are cut; what only looks odd is no
 * contradiction.
 */
class ContradictionsTest {
    private static final String UNREADABLE = "unreadable";
    private static final byte[] NO_ITEM = {};

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values()).flatMap(fault -> Stream.of(Place.values())
                .filter(place -> !fault.standard() || place.group() == 0x0040)
                .flatMap(place -> Stream.of(
                                Syntax.IMPLICIT_LITTLE_ENDIAN,
                                Syntax.EXPLICIT_LITTLE_ENDIAN,
                                Syntax.EXPLICIT_BIG_ENDIAN)
                        .map(syntax -> Arguments.of(fault, place, syntax))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("faults")
    void everyKindIsFoundAtEveryPlaceHoweverTheBytesAreCut(Fault fault, Place place, Syntax syntax) throws Exception {
        byte[] dataSet = place.around(syntax, to -> {
            to.text(place.before(), "LO", "BEFORE");
            fault.write(to, place);
            return to;
        });
        for (int piece : List.of(dataSet.length, 1, 7, 1000)) {
            assertThat(found(dataSet, syntax, 0, piece))
                    .as("pieces of " + piece)
                    .contains(fault.kind().word());
            assertThat(found(dataSet, syntax, -1, piece))
                    .as("all is needed, pieces of " + piece)
                    .contains(fault.kind().word());
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("faults")
    void withoutItTheSameDataSetIsSound(Fault fault, Place place, Syntax syntax) throws Exception {
        byte[] dataSet = place.around(
                syntax, to -> to.text(place.before(), "LO", "BEFORE").text(place.tag(0x1001), "LO", "A"));
        for (int piece : List.of(dataSet.length, 7)) {
            assertThat(found(dataSet, syntax, 0, piece)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void theContradictionsOfPixelDataItselfAreFound(Syntax syntax) throws Exception {
        RawDataSet oddPixels = RawDataSet.instance(syntax, "2.25.1").value(PIXEL_DATA, "OB", new byte[301]);
        RawDataSet oddFragment =
                RawDataSet.instance(syntax, "2.25.1").fragments(PIXEL_DATA, new byte[20], new byte[41], new byte[2]);
        RawDataSet twice = RawDataSet.instance(syntax, "2.25.1")
                .value(PIXEL_DATA, "OW", new byte[300])
                .value(PIXEL_DATA, "OW", new byte[300]);
        RawDataSet early =
                RawDataSet.instance(syntax, "2.25.1").text(LATE, "LO", "LATE").value(PIXEL_DATA, "OW", new byte[300]);
        RawDataSet endsWithLength = RawDataSet.instance(syntax, "2.25.1")
                .saying(PIXEL_DATA, "OB", 0xFFFFFFFFL, NO_ITEM)
                .delimiter(0xFFFEE000, 0)
                .delimiter(0xFFFEE0DD, 8)
                .text(LATE, "LO", "");
        RawDataSet trailing = RawDataSet.instance(syntax, "2.25.1")
                .value(PIXEL_DATA, "OW", new byte[300])
                .raw(new byte[5]);
        for (int piece : List.of(1000, 1, 13)) {
            assertThat(found(oddPixels.bytes(), syntax, 0, piece)).containsExactly("odd-length");
            assertThat(found(oddFragment.bytes(), syntax, 0, piece)).containsExactly("odd-length");
            assertThat(found(twice.bytes(), syntax, 0, piece)).containsExactly("duplicate-element");
            assertThat(found(early.bytes(), syntax, 0, piece)).containsExactly("out-of-order");
            assertThat(found(endsWithLength.bytes(), syntax, 0, piece)).containsExactly("wrong-nesting");
            assertThat(found(trailing.bytes(), syntax, 0, piece))
                    .containsExactlyInAnyOrder("trailing-bytes", UNREADABLE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void bytesBehindTheLastElementAreFoundWhereverTheDataSetEnds(Syntax syntax) throws Exception {
        RawDataSet header = RawDataSet.instance(syntax, "2.25.1").raw(new byte[7]);
        RawDataSet behindLate = RawDataSet.instance(syntax, "2.25.1")
                .value(PIXEL_DATA, "OW", new byte[300])
                .text(LATE, "LO", "LATE")
                .raw(new byte[3]);
        for (int piece : List.of(1000, 1)) {
            assertThat(found(header.bytes(), syntax, 0, piece)).contains("trailing-bytes");
            assertThat(found(behindLate.bytes(), syntax, 0, piece)).contains("trailing-bytes");
        }
    }

    /** Eight zero bytes read as an element (0000,0000), which nothing has behind others. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("placesInEverySyntax")
    void whatFillsUpBehindTheLastElementIsNone(Place place, Syntax syntax) throws Exception {
        for (int count : List.of(8, 12, 16, 512)) {
            for (byte filler : List.of((byte) 0, (byte) 0xFF)) {
                byte[] filled = new byte[count];
                java.util.Arrays.fill(filled, filler);
                byte[] dataSet = place.around(
                        syntax, to -> to.text(place.before(), "LO", "BEFORE").raw(filled));
                for (int piece : List.of(dataSet.length, 1, 7)) {
                    assertThat(first(dataSet, syntax, piece))
                            .as(count + " of " + filler + " in pieces of " + piece)
                            .isEqualTo("trailing-bytes");
                }
            }
        }
    }

    /** Only sequences, UN and Pixel Data end with a delimiter, PS3.5 7.1.2 and A.4. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("placesInEverySyntax")
    void anUndefinedLengthIsFoundWhereTheVrCannotHaveOne(Place place, Syntax syntax) throws Exception {
        boolean implicit = place.within(syntax) == Syntax.IMPLICIT_LITTLE_ENDIAN;
        for (String vr : implicit ? List.of("CS", "US", "UT") : List.of("OB", "OW", "OF", "UT", "UC", "SV")) {
            byte[] dataSet = place.around(syntax, to -> {
                int tag = !implicit ? place.tag(0x1001) : UNDEFINED_OF_VR.getOrDefault(vr, 0);
                return to.text(place.before(), "LO", "BEFORE")
                        .saying(tag, vr, 0xFFFFFFFFL, NO_ITEM)
                        .delimiter(0xFFFEE0DD, 0);
            });
            for (int piece : List.of(dataSet.length, 1, 7)) {
                assertThat(found(dataSet, syntax, 0, piece)).as(vr).contains("wrong-encoding");
                assertThat(found(dataSet, syntax, -1, piece)).as(vr).contains("wrong-encoding");
            }
        }
    }

    /** Elements of the standard, for the VR that an implicit one has. */
    private static final Map<String, Integer> UNDEFINED_OF_VR =
            Map.of("CS", 0x00720062, "US", 0x0072007A, "UT", 0x0072006E);

    /** An icon image may be compressed like the image. */
    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void pixelDataHasFragmentsInItemsToo(Syntax syntax) throws Exception {
        byte[] icon = new RawDataSet(syntax)
                .fragments(PIXEL_DATA, new byte[0], new byte[10])
                .item(End.LENGTH);
        RawDataSet dataSet = RawDataSet.instance(syntax, "2.25.1").sequence(0x00880200, "SQ", End.DELIMITER, icon);
        assertThat(found(dataSet.bytes(), syntax, 0, 1000)).isEmpty();
    }

    /** As what follows the first whole element of a private sequence is: that readers know it, or do not, is the same. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void aPrivateSequenceThatIsOneIsFoundToBeWrong(Syntax syntax) throws Exception {
        for (String vr : List.of("SQ", "UN")) {
            Syntax within = vr.equals("UN") ? Syntax.IMPLICIT_LITTLE_ENDIAN : syntax;
            byte[] empty = new RawDataSet(within).item(End.LENGTH);
            byte[] emptyOpen = new RawDataSet(within).item(End.DELIMITER);
            for (RawDataSet wrong : wrongItems(within)) {
                byte[] items = wrong.bytes();
                byte[] behindEmpty = new RawDataSet(within)
                        .raw(empty)
                        .raw(emptyOpen)
                        .raw(items)
                        .bytes();
                for (byte[] value : List.of(items, behindEmpty)) {
                    for (byte[] dataSet : privateValues(syntax, "ACME", vr, value)) {
                        assertThat(found(dataSet, syntax, 0, 1000)).as(vr).isNotEmpty();
                        assertThat(found(dataSet, syntax, -1, 7)).as(vr).isNotEmpty();
                    }
                }
            }
        }
    }

    /** (0009,xx10) of GEIIS is a sequence in the resource of private elements. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void aPrivateSequenceThatIsKnownHasItemsOrIsWrong(Syntax syntax) throws Exception {
        for (String vr : List.of("SQ", "UN")) {
            Syntax within = vr.equals("UN") ? Syntax.IMPLICIT_LITTLE_ENDIAN : syntax;
            RawDataSet pastTheItem = new RawDataSet(within)
                    .delimiter(0xFFFEE000, 10)
                    .saying(0x00100010, "PN", 40, new byte[] {'A', 'B'});
            RawDataSet delimited = new RawDataSet(within)
                    .delimiter(0xFFFEE0DD, 0)
                    .raw(name(within).item(End.LENGTH));
            RawDataSet large = new RawDataSet(within).raw(new byte[70_000]);
            for (RawDataSet wrong : List.of(pastTheItem, delimited, large, new RawDataSet(within).raw(new byte[6]))) {
                for (byte[] dataSet : privateValues(syntax, "GEIIS", vr, wrong.bytes())) {
                    assertThat(found(dataSet, syntax, 0, 1000)).as(vr).isNotEmpty();
                    assertThat(found(dataSet, syntax, -1, 7)).as(vr).isNotEmpty();
                }
            }
            for (byte[] dataSet :
                    privateValues(syntax, "GEIIS", vr, name(within).item(End.LENGTH))) {
                assertThat(found(dataSet, syntax, 0, 7)).as(vr).isEmpty();
            }
        }
    }

    /** A sequence, and one behind the pixel data. */
    private static List<byte[]> privateValues(Syntax syntax, String creator, String vr, byte[] value) {
        RawDataSet early = RawDataSet.instance(syntax, "2.25.1")
                .text(0x00090010, "LO", creator)
                .saying(0x00091010, vr, value.length, value);
        RawDataSet late = RawDataSet.instance(syntax, "2.25.1")
                .value(PIXEL_DATA, "OW", new byte[300])
                .text(LATE, "LO", "LATE")
                .sequence(
                        DIGITAL_SIGNATURES,
                        "SQ",
                        End.DELIMITER,
                        new RawDataSet(syntax)
                                .text(0x00090010, "LO", creator)
                                .saying(0x00091010, vr, value.length, value)
                                .item(End.LENGTH));
        return List.of(early.bytes(), late.bytes());
    }

    private static RawDataSet name(Syntax within) {
        return new RawDataSet(within).text(0x00100010, "PN", "DOE^JANE");
    }

    private static List<RawDataSet> wrongItems(Syntax within) {
        byte[] item = name(within).item(End.LENGTH);
        int length = item.length - 8;
        return List.of(
                new RawDataSet(within)
                        .delimiter(0xFFFEE000, length + 2)
                        .raw(name(within).bytes()),
                new RawDataSet(within).raw(item).raw(new byte[2]),
                new RawDataSet(within).raw(item).raw(item).raw(new byte[1]),
                new RawDataSet(within).raw(item).delimiter(0xFFFEE0DD, 0),
                new RawDataSet(within).raw(name(within).item(End.BOTH)),
                new RawDataSet(within)
                        .raw(new RawDataSet(within)
                                .raw(name(within).bytes())
                                .saying(0x00100020, "LO", 40, new byte[] {'A', 'B'})
                                .item(End.LENGTH)),
                new RawDataSet(within)
                        .raw(new RawDataSet(within)
                                .value(
                                        0x00100010,
                                        "PN",
                                        "DOE^JANE1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                                .item(End.LENGTH)));
    }

    /** What only begins with the four bytes of an item's tag is a value like any other. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void bytesThatOnlyBeginLikeItemsAreNoContradiction(Syntax syntax) throws Exception {
        RawDataSet little = new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN);
        byte[] runLengths = new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN)
                .delimiter(0xFFFEE000, 80)
                .raw((byte) 3, (byte) 0, (byte) 0, (byte) 0, (byte) 64)
                .raw(new byte[75])
                .bytes();
        byte[] offsets = new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN)
                .delimiter(0xFFFEE000, 4)
                .raw(new byte[4])
                .delimiter(0xFFFEE000, 10)
                .raw(new byte[] {(byte) 0xFF, (byte) 0xD8, 1, 2, 3, 4, 5, 6, 7, 8})
                .bytes();
        byte[] text = little.delimiter(0xFFFEE000, 0x20202020)
                .raw("of no item at all   ".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .bytes();
        byte[] zeros = new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN)
                .delimiter(0xFFFEE000, 0)
                .raw(new byte[100])
                .bytes();
        byte[] random = new byte[80_000];
        new Random(3).nextBytes(random);
        System.arraycopy(text, 0, random, 0, 4);
        for (byte[] value : List.of(runLengths, offsets, text, zeros, random)) {
            for (byte[] dataSet : privateValues(syntax, "ACME", "UN", value)) {
                assertThat(found(dataSet, syntax, 0, 1000)).isEmpty();
                assertThat(found(dataSet, syntax, -1, 1000)).isEmpty();
            }
        }
    }

    /** Elements of group 7FE0 that PS3.6 does not know may be sequences, as others may. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void sequencesOfThePixelDataGroupAreLookedInto(Syntax syntax) throws Exception {
        byte[] item = name(syntax).item(End.LENGTH);
        for (End end : List.of(End.LENGTH, End.DELIMITER)) {
            byte[] alone = RawDataSet.instance(syntax, "2.25.1")
                    .sequence(0x7FE00022, "SQ", end, item)
                    .bytes();
            HeaderReader reader = new HeaderReader(TransferSyntax.of(syntax.uid()), HeaderLimits.DEFAULT, 0);
            read(reader, alone, 7);
            int last = reader.header().size() - 1;
            assertThat(reader.header().path(last)).isEqualTo("(7FE0,0022)[0].(0010,0010)");
            byte[] twice = new RawDataSet(syntax)
                    .raw(name(syntax).bytes())
                    .raw(name(syntax).bytes())
                    .item(End.LENGTH);
            RawDataSet behind = RawDataSet.instance(syntax, "2.25.1")
                    .value(PIXEL_DATA, "OW", new byte[300])
                    .sequence(0x7FE00022, "SQ", end, twice);
            assertThat(found(behind.bytes(), syntax, 0, 7)).containsExactly("duplicate-element");
        }
    }

    static Stream<Arguments> placesInEverySyntax() {
        return Stream.of(Place.values()).flatMap(place -> Stream.of(
                        Syntax.IMPLICIT_LITTLE_ENDIAN, Syntax.EXPLICIT_LITTLE_ENDIAN, Syntax.EXPLICIT_BIG_ENDIAN)
                .map(syntax -> Arguments.of(place, syntax)));
    }

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
        byte[] text = "THE QUICK BROWN FOX ".repeat(500).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
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

    static Stream<Arguments> evenVrs() {
        return Stream.of("DA", "DS", "DT", "FD", "FL", "LO", "LT", "PN", "TM").flatMap(vr -> Stream.of(0, 2, 16)
                .flatMap(length -> Stream.of(0x00091001, 0x00080042).map(tag -> Arguments.of(vr, length, tag))));
    }

    /** An element of implicit VR as long as the letters and the length of explicit VR say; filled up with zeros. */
    private static byte[] firstOf(String vr, int length, byte[] value, int tag) {
        int implicit = length << 16 | vr.charAt(1) << 8 | vr.charAt(0);
        return new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN)
                .value(tag, "LO", java.util.Arrays.copyOf(value, implicit))
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
                .raw(java.util.Arrays.copyOfRange(first, 4, first.length))
                .sequence(DIGITAL_SIGNATURES, "SQ", End.LENGTH, item)
                .bytes();
        return List.of(header, sequence, late);
    }

    /** (7FE1,1001). */
    private static final byte[] LATE_TAG = {(byte) 0xE1, 0x7F, 1, 0x10};

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

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void honestDeviationsAreNoContradictions(Syntax syntax) throws Exception {
        byte[] empty = new RawDataSet(syntax).item(End.LENGTH);
        byte[] emptyOpen = new RawDataSet(syntax).item(End.DELIMITER);
        RawDataSet odd = new RawDataSet(syntax)
                .value(0x00080000, "UL", new byte[] {1, 2, 3, 4}) // a group length that is none
                .text(0x00080016, "UI", RawDataSet.SOP_CLASS)
                .value(0x00080018, "UI", "2.25.12 ".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .sequence(REFERENCES, "SQ", End.DELIMITER)
                .sequence(0x00081199, "SQ", End.LENGTH)
                .text(0x00090010, "LO", "ACME")
                .value(0x00091001, "UN", new byte[] {1, 2, 3, 4})
                .value(0x00091002, "UN", new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, 1, 2, 3, 4, 5, 6})
                .value(0x00100010, "PN", new byte[] {'A', 0})
                .value(0x00100020, "LO", new byte[] {' ', ' ', 'A', ' ', ' ', 0})
                .value(0x00100030, "DA", NO_ITEM)
                .sequence(0x00400275, "SQ", End.DELIMITER, empty, emptyOpen)
                .sequence(0x00404052, "SQ", End.LENGTH, emptyOpen, empty)
                .value(PIXEL_DATA, "OW", new byte[300])
                .value(0xFFFCFFFC, "OB", new byte[600]);
        RawDataSet fragments = RawDataSet.instance(syntax, "2.25.1")
                .fragments(PIXEL_DATA, new byte[0], new byte[100], new byte[2])
                .value(0xFFFCFFFC, "OB", new byte[4]);
        for (int piece : List.of(1000, 1, 7)) {
            assertThat(found(odd.bytes(), syntax, 0, piece)).isEmpty();
            assertThat(found(fragments.bytes(), syntax, 0, piece)).isEmpty();
        }
    }

    /** Whether it is larger than the limit for headers, too, or not. */
    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void aSequenceOrItemThatIsLongerThanTheDataSetIsFoundWhenTheDataSetEnds(Syntax syntax) throws Exception {
        byte[] element = new RawDataSet(syntax).text(0x00081150, "UI", "1.2").bytes();
        byte[] item = new RawDataSet(syntax).raw(element).item(End.LENGTH);
        for (long length : List.of(400L, 0x20000000L, 0x7FFFFFF0L, 0xFFFFFFF0L)) {
            byte[] longItem = new RawDataSet(syntax)
                    .delimiter(0xFFFEE000, length)
                    .raw(element)
                    .bytes();
            for (byte[] wrong : List.of(
                    new RawDataSet(syntax)
                            .saying(0x00081140, "SQ", length, item)
                            .bytes(),
                    new RawDataSet(syntax)
                            .saying(0x00081140, "SQ", 0xFFFFFFFFL, longItem)
                            .bytes())) {
                RawDataSet last = RawDataSet.instance(syntax, "2.25.1").raw(wrong);
                RawDataSet before =
                        RawDataSet.instance(syntax, "2.25.1").raw(wrong).text(0x00100010, "PN", "DOE");
                RawDataSet late = RawDataSet.instance(syntax, "2.25.1")
                        .value(PIXEL_DATA, "OW", new byte[300])
                        .sequence(
                                0xFFFAFFFA,
                                "SQ",
                                End.DELIMITER,
                                new RawDataSet(syntax).raw(wrong).item(End.DELIMITER));
                for (int piece : List.of(1000, 1, 7)) {
                    assertThat(found(last.bytes(), syntax, 0, piece)).containsExactly(UNREADABLE, "wrong-nesting");
                    assertThat(found(before.bytes(), syntax, 0, piece)).containsExactly(UNREADABLE, "wrong-nesting");
                    assertThat(found(late.bytes(), syntax, 0, piece)).contains(UNREADABLE);
                }
            }
        }
    }

    @Test
    void honestInstancesOfEveryKindHaveNone() throws Exception {
        for (int number = 1; number <= 3; number++) {
            for (Syntax syntax :
                    List.of(Syntax.IMPLICIT_LITTLE_ENDIAN, Syntax.EXPLICIT_LITTLE_ENDIAN, Syntax.EXPLICIT_BIG_ENDIAN)) {
                for (GeneratedInstance instance : List.of(
                        GeneratedInstance.ct(number), GeneratedInstance.mr(number), GeneratedInstance.sr(number))) {
                    assertThat(inFile(instance.syntax(syntax).bytes())).isEmpty();
                }
            }
            assertThat(inFile(GeneratedInstance.jpeg(number, number).bytes())).isEmpty();
            assertThat(inFile(GeneratedInstance.multiFrame(number, 2).bytes())).isEmpty();
        }
    }

    /** Random data sets have odd values by design, and nothing else. */
    @Test
    void randomHonestDataSetsHaveNoneButTheOddLengthsThatTheyWereGiven() throws Exception {
        Random random = new Random(20);
        for (int i = 0; i < 2_000; i++) {
            TransferSyntax syntax = RandomDataSets.SYNTAXES.get(i % RandomDataSets.SYNTAXES.size());
            RandomDataSets sets = new RandomDataSets(random.nextLong(), syntax);
            DataSetModel model = sets.next();
            byte[] dataSet = model.encode(syntax);
            Set<String> found = found(dataSet, syntax, 0, 1 + random.nextInt(60));
            found.removeAll(Set.of("odd-length"));
            assertThat(found).as("data set " + i).isEmpty();
        }
    }

    /**
     * As dcmdump and pydicom confirm: implicit VR behind a meta that
     * says JPEG Baseline (SC_rgb_jpeg; DCMTK cannot read it), (0001,0002) of 9 bytes (the two that are about other things).
     * The unreadable ones are cut short or begin with a byte that is none. A DICOMDIR is no instance.
     */
    @Test
    void ofTheFilesOfPydicomOnlyTheseContradictPs35() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Peers.pydicomTestFiles())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".dcm") || name.contains("DICOMDIR")) {
                    continue;
                }
                Set<String> kinds = inFile(Files.readAllBytes(file));
                if (!kinds.isEmpty()) {
                    found.put(file.getFileName().toString(), kinds);
                }
            }
        }
        assertThat(found)
                .isEqualTo(Map.of(
                        "MR_truncated.dcm", Set.of(UNREADABLE),
                        "SC_rgb_jpeg.dcm", Set.of("wrong-encoding"),
                        "meta_missing_tsyntax.dcm", Set.of("odd-length"),
                        "nested_priv_SQ.dcm", Set.of("odd-length"),
                        "no_meta.dcm", Set.of(UNREADABLE),
                        "rtplan_truncated.dcm", Set.of(UNREADABLE)));
    }

    // ---- reading

    private static Set<String> inFile(byte[] file) throws IOException {
        try (Part10 part10 = Part10.open(new java.io.ByteArrayInputStream(file), HeaderLimits.DEFAULT);
                DataSetPieces pieces = part10.pieces(Long.MAX_VALUE)) {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            for (ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                all.writeBytes(copy);
            }
            return found(all.toByteArray(), part10.syntax(), 0, 1000);
        } catch (DataSetException e) {
            return Set.of(UNREADABLE);
        }
    }

    private static Set<String> found(byte[] dataSet, Syntax syntax, int lastTagNeeded, int piece) throws IOException {
        return found(dataSet, TransferSyntax.of(syntax.uid()), lastTagNeeded, piece);
    }

    /** The kind that is found first, which is the one that a quarantine names. */
    private static String first(byte[] dataSet, Syntax syntax, int piece) throws IOException {
        HeaderReader reader = new HeaderReader(TransferSyntax.of(syntax.uid()), HeaderLimits.DEFAULT, 0);
        try {
            read(reader, dataSet, piece);
        } catch (DataSetException e) {
            assertThat(reader.contradictions().isEmpty()).isFalse();
        }
        return reader.contradictions().first().map(one -> one.kind().word()).orElse("none");
    }

    /** The kinds that a reader finds with what edits the rest, fed in pieces. */
    private static Set<String> found(byte[] dataSet, TransferSyntax syntax, int lastTagNeeded, int piece)
            throws IOException {
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, lastTagNeeded);
        Set<String> kinds = new TreeSet<>();
        try {
            read(reader, dataSet, piece);
        } catch (DataSetException e) {
            kinds.add(UNREADABLE);
        }
        reader.contradictions().ofEachKind().forEach(one -> kinds.add(one.kind().word()));
        return kinds;
    }

    private static void read(HeaderReader reader, byte[] dataSet, int piece) throws IOException, DataSetException {
        ByteSink nowhere = bytes -> bytes.position(bytes.limit());
        TailEditor tail = null;
        for (int at = 0; at < dataSet.length; at += piece) {
            ByteBuffer bytes = ByteBuffer.wrap(dataSet, at, Math.min(piece, dataSet.length - at));
            if (tail == null && reader.accept(bytes)) {
                tail = reader.tail(new HeaderEdit(reader.header()), element -> {});
                tail.accept(reader.overshoot(), nowhere);
            }
            if (tail != null) {
                tail.accept(bytes, nowhere);
            }
        }
        if (tail == null) {
            reader.end();
        } else {
            tail.end(nowhere);
        }
    }
}

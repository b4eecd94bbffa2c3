package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.dataset.Findings.UNREADABLE;
import static org.sluice.dataset.Findings.first;
import static org.sluice.dataset.Findings.found;
import static org.sluice.dataset.Place.LATE;
import static org.sluice.dataset.Place.PIXEL_DATA;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.InEveryEncoding;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.Syntax;

/**
 * What contradicts PS3.5 is found wherever it stands, in every syntax, however the bytes are cut. {@link SoundDataSetsTest} has
 * what only looks odd.
 */
class ContradictionsTest {
    private static final byte[] NO_ITEM = {};

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values()).flatMap(fault -> Stream.of(Place.values())
                .filter(place -> !fault.standard() || place.group() == 0x0040)
                .flatMap(place -> Syntax.encodings().stream().map(syntax -> Arguments.of(fault, place, syntax))));
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
            for (int lastTagNeeded : List.of(0, -1)) {
                assertThat(found(dataSet, syntax, lastTagNeeded, piece))
                        .as("needed to " + lastTagNeeded + ", pieces of " + piece)
                        .contains(fault.kind().word());
            }
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

    @InEveryEncoding
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

    @InEveryEncoding
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
                Arrays.fill(filled, filler);
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

    /** Elements of the standard, for the VR that an implicit one has. */
    private static final Map<String, Integer> UNDEFINED_OF_VR =
            Map.of("CS", 0x00720062, "US", 0x0072007A, "UT", 0x0072006E);

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

    static Stream<Arguments> placesInEverySyntax() {
        return Stream.of(Place.values())
                .flatMap(place -> Syntax.encodings().stream().map(syntax -> Arguments.of(place, syntax)));
    }
}

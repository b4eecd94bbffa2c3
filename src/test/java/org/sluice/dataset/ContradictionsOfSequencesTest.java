package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.dataset.Findings.UNREADABLE;
import static org.sluice.dataset.Findings.found;
import static org.sluice.dataset.Findings.read;
import static org.sluice.dataset.Place.DIGITAL_SIGNATURES;
import static org.sluice.dataset.Place.LATE;
import static org.sluice.dataset.Place.PIXEL_DATA;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.sluice.peers.InEveryEncoding;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/** Sequences and items are looked into, private ones and those of unknown VR too; bytes that only look like items are not. */
class ContradictionsOfSequencesTest {
    /** An icon image may be compressed like the image. */
    @InEveryEncoding
    void pixelDataHasFragmentsInItemsToo(Syntax syntax) throws Exception {
        byte[] icon = new RawDataSet(syntax)
                .fragments(PIXEL_DATA, new byte[0], new byte[10])
                .item(End.LENGTH);
        RawDataSet dataSet = RawDataSet.instance(syntax, "2.25.1").sequence(0x00880200, "SQ", End.DELIMITER, icon);
        assertThat(found(dataSet.bytes(), syntax, 0, 1000)).isEmpty();
    }

    /** As what follows the first whole element of a private sequence is: that readers know it, or do not, is the same. */
    @InEveryEncoding
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
                        assertWrong(dataSet, syntax, vr);
                    }
                }
            }
        }
    }

    /** (0009,xx10) of GEIIS is a sequence in the resource of private elements. */
    @InEveryEncoding
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
                    assertWrong(dataSet, syntax, vr);
                }
            }
            for (byte[] dataSet :
                    privateValues(syntax, "GEIIS", vr, name(within).item(End.LENGTH))) {
                assertThat(found(dataSet, syntax, 0, 7)).as(vr).isEmpty();
            }
        }
    }

    /** What only begins with the four bytes of an item's tag is a value like any other. */
    @InEveryEncoding
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
                .raw("of no item at all   ".getBytes(StandardCharsets.US_ASCII))
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
    @InEveryEncoding
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

    /** Whether it is larger than the limit for headers, too, or not. */
    @InEveryEncoding
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
                                .value(0x00100010, "PN", "DOE^JANE1".getBytes(StandardCharsets.US_ASCII))
                                .item(End.LENGTH)));
    }

    private static void assertWrong(byte[] dataSet, Syntax syntax, String vr) throws IOException {
        assertThat(found(dataSet, syntax, 0, 1000)).as(vr).isNotEmpty();
        assertThat(found(dataSet, syntax, -1, 7)).as(vr).isNotEmpty();
    }
}

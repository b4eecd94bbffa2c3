package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What is written by hand or by the model is found again, however it comes in. */
class HeaderReaderTest {
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_LITTLE_ENDIAN;

    @Provide
    Arbitrary<TransferSyntax> syntaxes() {
        return RandomDataSets.syntaxes();
    }

    @Property(tries = 600)
    void whatIsWrittenIsFoundAgain(@ForAll long seed, @ForAll("syntaxes") TransferSyntax syntax)
            throws DataSetException {
        DataSetModel model = new RandomDataSets(seed, syntax).next();
        byte[] bytes = model.encode(syntax);
        Header header = Reading.read(bytes, syntax);
        assertThat(header.length()).isEqualTo(bytes.length);
        List<DataSetModel.Element> expected = model.walk();
        assertThat(header.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            DataSetModel.Element element = expected.get(i);
            assertThat(header.tag(i)).isEqualTo(element.tag);
            assertThat(header.vr(i).name()).as(header.path(i)).isEqualTo(element.vr);
            assertThat(header.undefinedLength(i)).isEqualTo(element.undefinedLength);
            assertThat(header.isSequence(i)).isEqualTo(element.items != null);
            assertThat(header.itemCount(i)).isEqualTo(element.items == null ? 0 : element.items.size());
            if (element.items == null && element.fragments == null) {
                assertThat(header.value(i)).isEqualTo(element.value);
            }
        }
        checkNesting(header, model.elements, 0, -1, -1);
    }

    private static int checkNesting(Header header, List<DataSetModel.Element> level, int first, int parent, int item) {
        int i = first;
        for (DataSetModel.Element element : level) {
            assertThat(header.parent(i)).isEqualTo(parent);
            assertThat(header.item(i)).isEqualTo(item);
            assertThat(header.depth(i)).isEqualTo(parent < 0 ? 0 : header.depth(parent) + 1);
            int next = i + 1;
            if (element.items != null) {
                for (int n = 0; n < element.items.size(); n++) {
                    next = checkNesting(header, element.items.get(n).elements, next, i, n);
                }
            }
            assertThat(header.subtreeEnd(i)).isEqualTo(next);
            i = next;
        }
        return i;
    }

    @Property(tries = 300)
    void piecesOfAnySizeGiveTheSameHeader(
            @ForAll long seed,
            @ForAll("syntaxes") TransferSyntax syntax,
            @ForAll @IntRange(min = 1, max = 40) int piece)
            throws DataSetException {
        byte[] bytes = new RandomDataSets(seed, syntax).next().encode(syntax);
        assertThat(index(Reading.read(bytes, syntax, piece))).isEqualTo(index(Reading.read(bytes, syntax)));
    }

    @Property(tries = 200)
    void aRoomTakesOneDataSetAfterTheOther(
            @ForAll @Size(min = 2, max = 5) List<Long> seeds, @ForAll("syntaxes") TransferSyntax syntax)
            throws DataSetException, IOException {
        HeaderRoom room = new HeaderRoom();
        for (long seed : seeds) {
            byte[] bytes = new RandomDataSets(seed, syntax).next().encode(syntax);
            HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, -1, room);
            reader.accept(ByteBuffer.wrap(bytes));
            reader.end();
            assertThat(index(reader.header())).isEqualTo(index(Reading.read(bytes, syntax)));
            assertThat(Reading.written(new HeaderEdit(reader.header()))).isEqualTo(bytes);
        }
    }

    @Property(tries = 60)
    void everyCutLeavesTheRestAtTheBulkElement(@ForAll long seed, @ForAll("syntaxes") TransferSyntax syntax)
            throws DataSetException {
        byte[] header = new RandomDataSets(seed, syntax).next().encode(syntax);
        DataSetModel bulk = new DataSetModel();
        DataSetModel.Element pixelData = new DataSetModel.Element(Tag.PIXEL_DATA, "OW");
        pixelData.value = new byte[40];
        bulk.elements.add(pixelData);
        byte[] tail = bulk.encode(syntax);
        byte[] bytes = Arrays.copyOf(header, header.length + tail.length);
        System.arraycopy(tail, 0, bytes, header.length, tail.length);
        for (int cut = 0; cut <= bytes.length; cut++) {
            ByteBuffer first = ByteBuffer.wrap(bytes, 0, cut);
            ByteBuffer second = ByteBuffer.wrap(bytes, cut, bytes.length - cut);
            HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, -1);
            boolean complete = reader.accept(first);
            assertThat(complete || reader.accept(second)).isTrue();
            ByteBuffer last = complete ? first : second;
            assertThat(reader.header().endsBeforeBulk()).isTrue();
            assertThat(reader.header().bulkTag()).isEqualTo(Tag.PIXEL_DATA);
            assertThat(reader.header().length()).isEqualTo(header.length);
            assertThat(last.position() - reader.overshoot().remaining()).isEqualTo(header.length);
            assertThat(reader.overshoot())
                    .isEqualTo(ByteBuffer.wrap(
                            bytes, header.length, reader.overshoot().remaining()));
        }
    }

    @Property(tries = 40)
    void everyTruncationIsNoticedOrAnEndBetweenElements(@ForAll long seed, @ForAll("syntaxes") TransferSyntax syntax)
            throws DataSetException {
        DataSetModel model = new RandomDataSets(seed, syntax).next();
        byte[] bytes = model.encode(syntax);
        Header whole = Reading.read(bytes, syntax);
        List<Integer> ends = new ArrayList<>(List.of(0));
        for (int i = 0; i < whole.size(); i = whole.subtreeEnd(i)) {
            ends.add(whole.end(i));
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (ends.contains(length)) {
                assertThat(Reading.read(cut, syntax).length()).isEqualTo(length);
            } else {
                assertThatThrownBy(() -> Reading.read(cut, syntax)).isInstanceOf(DataSetException.class);
            }
        }
    }

    @Example
    void aLargeValueBeyondTheLastTagNeededEndsTheHeader() throws DataSetException {
        DataSetModel model = new DataSetModel();
        model.elements.add(value(0x00080060, "CS", 2));
        model.elements.add(value(0x00091001, "OB", 70_000));
        model.elements.add(value(0x00100020, "LO", 4));
        byte[] bytes = model.encode(EXPLICIT);
        assertThat(stoppedAt(bytes, 0x00080060)).isEqualTo(0x00091001);
        assertThat(stoppedAt(bytes, 0x00091001)).isZero();
        assertThat(stoppedAt(bytes, -1)).isZero();
    }

    private static int stoppedAt(byte[] bytes, int lastTagNeeded) throws DataSetException {
        HeaderReader reader = new HeaderReader(EXPLICIT, HeaderLimits.DEFAULT, lastTagNeeded);
        if (!reader.accept(ByteBuffer.wrap(bytes))) {
            reader.end();
        }
        return reader.header().bulkTag();
    }

    @Example
    void limitsAreKeptBeforeTheBytesArrive() {
        HeaderLimits limits = new HeaderLimits(2048, 2, 100);
        byte[] longValue = hex("0900 0110 4f42 0000 00000001");
        assertThatThrownBy(() -> new HeaderReader(EXPLICIT, limits, -1).accept(ByteBuffer.wrap(longValue)))
                .isInstanceOf(HeaderTooLargeException.class)
                .hasMessageContaining("2048");
    }

    /** What a sequence says of its length may be wrong: it is too large when so much has come, and no memory is taken before. */
    @Example
    void aSequenceIsTooLargeWhenItsBytesHaveArrived() throws DataSetException {
        HeaderReader reader = new HeaderReader(EXPLICIT, new HeaderLimits(2048, 2, 1000), -1);
        reader.accept(ByteBuffer.wrap(hex("0800 4011 5351 0000 00000020")));
        ByteBuffer items = ByteBuffer.wrap(hex("feff 00e0 00000000".repeat(250)));
        assertThat(reader.accept(items)).isFalse();
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(hex("feff 00e0 00000000".repeat(10)))))
                .isInstanceOf(HeaderTooLargeException.class)
                .hasMessageContaining("2048");
    }

    @Example
    void nestingBeyondTheLimitIsRefused() {
        byte[] deep = hex("0800 4011 5351 0000 ffffffff feff 00e0 ffffffff".repeat(3));
        HeaderReader reader = new HeaderReader(EXPLICIT, new HeaderLimits(2048, 2, 100), -1);
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(deep)))
                .isInstanceOf(HeaderTooLargeException.class)
                .hasMessageContaining("(0008,1140)[0].(0008,1140)[0].(0008,1140) at byte 40");
    }

    @Example
    void moreElementsAndItemsThanAllowedAreRefused() {
        byte[] items = hex("0800 4011 5351 0000 ffffffff" + "feff 00e0 00000000".repeat(12));
        HeaderReader reader = new HeaderReader(EXPLICIT, new HeaderLimits(2048, 2, 10), -1);
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(items))).isInstanceOf(HeaderTooLargeException.class);
    }

    @Example
    void aLengthThatRunsPastItsItemNamesPathAndBytes() {
        byte[] bytes =
                hex("0800 4011 5351 0000 18000000  feff 00e0 10000000  0800 5011 5549 2000 31 2e 32 2e 33 2e 34 00");
        assertThatThrownBy(() -> Reading.read(bytes, EXPLICIT))
                .isInstanceOf(DataSetException.class)
                .hasMessage(
                        "(0008,1140)[0].(0008,1150) at byte 20: length 32 runs 24 bytes past the end of what encloses it");
    }

    @Example
    void unknownUndefinedLengthHoldsImplicitLittleEndianElements() throws DataSetException {
        byte[] bytes = hex(
                "0009 1001 554e 0000 ffffffff" // big endian, VR UN
                        + "feff 00e0 ffffffff  0800 6000 02000000 4354  feff 0de0 00000000  feff dde0 00000000"
                        + "0010 0020 4c4f 0002 4142");
        Header header = Reading.read(bytes, TransferSyntax.EXPLICIT_BIG_ENDIAN);
        assertThat(header.path(1)).isEqualTo("(0009,1001)[0].(0008,0060)");
        assertThat(header.vr(1)).isEqualTo(Vr.CS);
        assertThat(header.text(1)).isEqualTo("CT");
        assertThat(header.text(2)).isEqualTo("AB");
    }

    @Example
    void whatIsWrittenAsUnknownIsReadByTheDictionary() throws DataSetException {
        byte[] bytes = hex(
                "0900 1000 554e 0000 04000000 41434d45" // a private creator
                        + "1000 2000 554e 0000 02000000 4142"
                        + "2800 1000 554e 0000 02000000 0002"
                        + "0c30 0200 554e 0000 12000000  feff 00e0 0a000000  0800 6000 02000000 4354");
        Header header = Reading.read(bytes, EXPLICIT);
        assertThat(List.of(header.vr(0), header.vr(1), header.vr(2), header.vr(3), header.vr(4)))
                .containsExactly(Vr.LO, Vr.LO, Vr.US, Vr.SQ, Vr.CS);
        assertThat(header.integer(2, 0)).isEqualTo(512);
        assertThat(header.path(4)).isEqualTo("(300C,0002)[0].(0008,0060)");
    }

    @Example
    void whatIsWrittenAsUnknownIsLittleEndianInABigEndianDataSetToo() throws DataSetException {
        byte[] bytes = hex("0019 0010 4c4f 0012 5349454d454e53204d5220484541444552 20"
                + "0019 100e 554e 0000 00000008 000000000000e03f" // FD 0.5, as the resource of private elements says
                + "0028 0010 554e 0000 00000002 0002"
                + "0028 0011 5553 0002 0200");
        Header header = Reading.read(bytes, TransferSyntax.EXPLICIT_BIG_ENDIAN);
        assertThat(List.of(header.vr(1), header.vr(2), header.vr(3))).containsExactly(Vr.FD, Vr.US, Vr.US);
        assertThat(header.real(1, 0)).isEqualTo(0.5);
        assertThat(header.integer(2, 0)).isEqualTo(512);
        assertThat(header.integer(3, 0)).isEqualTo(512);
    }

    @Example
    void aPrivateSequenceThatIsKnownNeedsNoItemToBeOne() throws DataSetException {
        byte[] bytes = hex("2900 1000 16000000 5349454d454e53204d4544434f4d2048454144455220"
                + "2900 4010 00000000" // (0029,xx40) is a sequence of this maker's
                + "2900 ff10 00000000");
        Header header = Reading.read(bytes, TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
        assertThat(header.isSequence(1)).isTrue();
        assertThat(header.itemCount(1)).isZero();
        assertThat(header.isSequence(2)).isFalse();
    }

    @Example
    void oddVrsAreCarried() throws DataSetException {
        byte[] bytes = hex(
                "0800 6000 0000 0200 4354" // VR of two zero bytes
                        + "1000 1000 3f3f 0200 4142" // ??
                        + "1000 2000 04000000 41424344" // implicit in between
                        + "1000 3000 5a5a 0000 02000000 3132" // a VR of the future
                        + "1000 4000 4353 0100 4d"); // an odd length
        Header header = Reading.read(bytes, EXPLICIT);
        assertThat(List.of(header.vr(0), header.vr(1), header.vr(2), header.vr(3), header.vr(4)))
                .containsExactly(Vr.CS, Vr.PN, Vr.LO, Vr.UN, Vr.CS);
        assertThat(header.text(2)).isEqualTo("ABCD");
        assertThat(header.text(4)).isEqualTo("M");
    }

    @Example
    void delimitersInsideDefinedLengthsAreCarried() throws DataSetException {
        byte[] bytes = hex("0800 4011 5351 0000 22000000"
                + "feff 00e0 12000000  0800 6000 4353 0200 4354  feff 0de0 00000000"
                + "feff dde0 00000000"
                + "1000 2000 4c4f 0000");
        Header header = Reading.read(bytes, EXPLICIT);
        assertThat(header.size()).isEqualTo(3);
        assertThat(header.parent(2)).isEqualTo(-1);
    }

    @Example
    void signednessOfImplicitNumbersFollowsPixelRepresentation() throws DataSetException {
        byte[] bytes = hex("2800 0301 02000000 0100  2800 0601 02000000 ffff");
        Header header = Reading.read(bytes, IMPLICIT);
        assertThat(header.vr(1)).isEqualTo(Vr.SS);
        assertThat(header.integer(1, 0)).isEqualTo(-1);
    }

    @Example
    void privateElementsAreFoundByTheirCreator() throws DataSetException {
        byte[] bytes = hex("0900 1000 4c4f 0400 41434d45  0900 1100 4c4f 0400 4f544852  0900 0111 5348 0200 5859");
        Header header = Reading.read(bytes, EXPLICIT);
        assertThat(header.find(0x0009, "OTHR", 0x01)).isEqualTo(2);
        assertThat(header.find(0x0009, "ACME", 0x01)).isEqualTo(-1);
        assertThat(header.privateCreator(2)).isEqualTo("OTHR");
        assertThat(header.privateCreator(0)).isNull();
    }

    @Example
    void anItemsOwnCharacterSetGoesBeforeThatOfTheDataSet() throws DataSetException {
        byte[] bytes = hex("0800 0500 4353 0a00 49534f5f495220313030"
                + "0800 4011 5351 0000 ffffffff"
                + "feff 00e0 ffffffff  0800 0500 4353 0a00 49534f5f495220313932  1000 1000 504e 0200 c384  feff 0de0 00000000"
                + "feff 00e0 ffffffff  1000 1000 504e 0200 c420  feff 0de0 00000000"
                + "feff dde0 00000000");
        Header header = Reading.read(bytes, EXPLICIT);
        assertThat(header.text(3)).isEqualTo("Ä");
        assertThat(header.text(4)).isEqualTo("Ä ");
    }

    @Example
    void tricklingADeepSequenceTakesTimeProportionalToItsLength() throws DataSetException {
        byte[] bytes = hex("0800 4011 5351 0000 ffffffff" + "feff 00e0 ffffffff feff 0de0 00000000".repeat(30_000)
                + "feff dde0 00000000");
        Header header = Reading.read(bytes, EXPLICIT, 1);
        assertThat(header.itemCount(0)).isEqualTo(30_000);
    }

    private static DataSetModel.Element value(int tag, String vr, int length) {
        DataSetModel.Element element = new DataSetModel.Element(tag, vr);
        element.value = new byte[length];
        return element;
    }

    private static List<List<Object>> index(Header header) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            @Nullable String creator = header.privateCreator(i);
            rows.add(List.of(
                    header.path(i),
                    header.vr(i),
                    header.start(i),
                    header.valueOffset(i),
                    header.end(i),
                    header.subtreeEnd(i),
                    creator == null ? "" : creator));
        }
        return rows;
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}

package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.dataset.HeaderReaderTest.hex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Header, bulk and tail, edited together as the gateway does, against a model that writes the whole data set anew. */
class TailEditorTest {
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    private static final int LARGE_PRIVATE = 0x7FE11010;
    private static final int PADDING = 0xFFFCFFFC;
    private static final int SIGNATURES = 0xFFFAFFFA;

    @Provide
    Arbitrary<TransferSyntax> syntaxes() {
        return RandomDataSets.syntaxes();
    }

    @Property(tries = 100)
    void withoutEditsEverythingPassesAsItCame(
            @ForAll long seed,
            @ForAll("syntaxes") TransferSyntax syntax,
            @ForAll @IntRange(min = 1, max = 70) int piece)
            throws DataSetException, IOException {
        byte[] bytes = dataSet(seed, syntax).encode(syntax);
        List<String> seen = new ArrayList<>();
        byte[] written = edited(bytes, syntax, piece, header -> {}, element -> seen.add(Tag.format(element.tag(0))));
        assertThat(written).isEqualTo(bytes);
        assertThat(seen).contains("(7FE0,0010)", "(7FE1,0010)", "(7FE1,1010)", "(FFFA,FFFA)", "(FFFC,FFFC)");
    }

    @Property(tries = 100)
    void laterElementsAreRemovedReplacedAndAdded(
            @ForAll long seed,
            @ForAll("syntaxes") TransferSyntax syntax,
            @ForAll @IntRange(min = 1, max = 70) int piece)
            throws DataSetException, IOException {
        DataSetModel model = dataSet(seed, syntax);
        byte[] bytes = model.encode(syntax);
        byte[] written = edited(
                bytes,
                syntax,
                piece,
                header -> {
                    header.add(0x7FE30010, Vr.LO, new byte[] {'A', 'B'});
                    header.add(0xFFFCFFFD, Vr.LO, new byte[] {'C', 'D'});
                },
                TailEditorTest::editOne);
        model.elements.removeIf(element -> element.tag == LARGE_PRIVATE);
        for (DataSetModel.Element element : model.walk()) {
            if (element.tag == PADDING) {
                element.value = new byte[] {7, 7};
            }
        }
        for (DataSetModel.Element element : model.elements) {
            if (element.tag == SIGNATURES && element.items != null) {
                element.items.get(0).elements.remove(0);
            }
        }
        model.insert(text(0x7FE30010, "AB"));
        model.insert(text(0xFFFCFFFD, "CD"));
        assertThat(written).isEqualTo(model.encode(syntax));
    }

    private static void editOne(HeaderEdit element) throws DataSetException {
        switch (element.tag(0)) {
            case LARGE_PRIVATE -> {
                assertThat(element.header().isHeld(0)).isFalse();
                assertThat(element.privateCreator(0)).isEqualTo("ACME");
                element.remove(0);
            }
            case PADDING -> element.set(0, new byte[] {7, 7});
            case SIGNATURES -> element.remove(1);
            default -> assertThat(element.size()).isPositive();
        }
    }

    @Example
    void bulkCanBeBlankedInEitherForm() throws DataSetException, IOException {
        byte[] fragments = hex("e07f 1000 4f42 0000 ffffffff  feff 00e0 02000000 0102  feff dde0 00000000");
        byte[] native16 = hex("e07f 1000 4f57 0000 02000000 0102");
        TailEditor.ElementEditor blank = element -> element.blank(0);
        assertThat(edited(fragments, EXPLICIT, 3, header -> {}, blank)).isEqualTo(hex("e07f 1000 4f42 0000 00000000"));
        assertThat(edited(native16, EXPLICIT, 3, header -> {}, blank)).isEqualTo(hex("e07f 1000 4f57 0000 00000000"));
    }

    @Example
    void aTailCutShortIsNoticedWhereverTheCutIs() throws DataSetException {
        byte[] bytes = dataSet(1, EXPLICIT).encode(EXPLICIT);
        Header header = Reading.read(headerOf(bytes), EXPLICIT);
        List<Integer> ends = new ArrayList<>();
        int politely = 0;
        for (int length = header.length() + 1; length < bytes.length; length += 7) {
            byte[] cut = Arrays.copyOf(bytes, length);
            try {
                edited(cut, EXPLICIT, cut.length, edit -> {}, element -> {});
                ends.add(length);
            } catch (DataSetException | IOException expected) {
                politely++;
            }
        }
        assertThat(politely).isGreaterThan(1000);
        assertThat(ends).hasSizeLessThan(6); // only where an element happens to end
    }

    @Example
    void aFragmentThatIsNoneIsRefused() {
        byte[] bytes = hex("e07f 1000 4f42 0000 ffffffff  0800 6000 02000000 4354");
        assertThatThrownBy(() -> edited(bytes, EXPLICIT, 4, header -> {}, element -> {}))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("expected a fragment or the end of them, found (0008,0060)");
    }

    private static byte[] headerOf(byte[] bytes) throws DataSetException {
        HeaderReader reader = new HeaderReader(EXPLICIT, HeaderLimits.DEFAULT, 0);
        assertThat(reader.accept(ByteBuffer.wrap(bytes))).isTrue();
        return Arrays.copyOf(bytes, reader.header().length());
    }

    /** A random header, pixel data, a large private value, small ones, a sequence, padding. */
    private static DataSetModel dataSet(long seed, TransferSyntax syntax) {
        RandomDataSets random = new RandomDataSets(seed, syntax);
        DataSetModel model = random.next();
        DataSetModel.Element pixelData = new DataSetModel.Element(Tag.PIXEL_DATA, syntax.explicitVr() ? "OB" : "OW");
        if (syntax.explicitVr() && random.below(2) == 0) {
            pixelData.undefinedLength = true;
            pixelData.fragments = List.of(random.bytes(0), random.bytes(500), random.bytes(33));
        } else {
            pixelData.value = random.bytes(random.below(3000));
        }
        DataSetModel.Element large = new DataSetModel.Element(LARGE_PRIVATE, syntax.explicitVr() ? "OB" : "UN");
        large.value = random.bytes(66_000);
        DataSetModel.Element signatures = new DataSetModel.Element(SIGNATURES, "SQ");
        signatures.undefinedLength = random.below(2) == 0;
        DataSetModel.Item item = new DataSetModel.Item();
        item.undefinedLength = random.below(2) == 0;
        item.elements.add(text(0x00080060, "CT"));
        item.elements.add(text(0x00100020, "ID"));
        signatures.items = List.of(item);
        DataSetModel.Element padding = new DataSetModel.Element(PADDING, "OB");
        padding.value = random.bytes(12);
        model.elements.addAll(List.of(pixelData, text(0x7FE10010, "ACME"), large, signatures, padding));
        return model;
    }

    private static DataSetModel.Element text(int tag, String value) {
        DataSetModel.Element element = new DataSetModel.Element(tag, tag == 0x00080060 ? "CS" : "LO");
        element.value = value.getBytes(StandardCharsets.US_ASCII);
        return element;
    }

    private interface HeaderChange {
        void apply(HeaderEdit header) throws DataSetException;
    }

    private static byte[] edited(
            byte[] bytes, TransferSyntax syntax, int piece, HeaderChange change, TailEditor.ElementEditor editor)
            throws DataSetException, IOException {
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, 0);
        Reading.Collected out = new Reading.Collected();
        ByteBuffer in = ByteBuffer.allocate(0);
        int at = 0;
        while (!reader.accept(in)) {
            int count = Math.min(piece, bytes.length - at);
            if (count == 0) {
                reader.end();
                break;
            }
            in = ByteBuffer.wrap(bytes, at, count);
            at += count;
        }
        HeaderEdit edit = new HeaderEdit(reader.header());
        change.apply(edit);
        edit.writeTo(out);
        TailEditor tail = reader.tail(edit, editor);
        tail.accept(reader.overshoot(), out);
        tail.accept(in, out);
        while (at < bytes.length) {
            int count = Math.min(piece, bytes.length - at);
            tail.accept(ByteBuffer.wrap(bytes, at, count), out);
            at += count;
        }
        tail.end(out);
        return out.bytes();
    }
}

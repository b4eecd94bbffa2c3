package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.dataset.HeaderReaderTest.hex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Edits against a model that writes the whole data set anew. */
class HeaderEditTest {
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;

    @Provide
    Arbitrary<TransferSyntax> syntaxes() {
        return RandomDataSets.syntaxes();
    }

    @Property(tries = 300)
    void withoutEditsTheBytesAreThoseThatCame(@ForAll long seed, @ForAll("syntaxes") TransferSyntax syntax)
            throws DataSetException, IOException {
        byte[] bytes = new RandomDataSets(seed, syntax).next().encode(syntax);
        HeaderEdit edit = new HeaderEdit(Reading.read(bytes, syntax));
        assertThat(edit.isEmpty()).isTrue();
        assertThat(edit.editedLength()).isEqualTo(bytes.length);
        assertThat(Reading.written(edit)).isEqualTo(bytes);
    }

    @Property(tries = 3000)
    void editsGiveWhatTheModelWritesAnew(@ForAll long seed, @ForAll("syntaxes") TransferSyntax syntax)
            throws DataSetException, IOException {
        RandomDataSets random = new RandomDataSets(seed, syntax);
        DataSetModel model = random.next();
        byte[] before = model.encode(syntax);
        HeaderEdit edit = new HeaderEdit(Reading.read(before, syntax));
        List<DataSetModel.Element> elements = new ArrayList<>(model.walk());
        int edits = random.below(8);
        for (int n = 0; n < edits; n++) {
            applyOne(random, model, elements, edit);
        }
        byte[] expected = model.encode(syntax);
        byte[] written = Reading.written(edit);
        assertThat(written).isEqualTo(expected);
        assertThat(Reading.writtenInPieces(edit)).isEqualTo(expected);
        assertThat(edit.editedLength()).isEqualTo(expected.length);
        for (int i = 0; i < elements.size(); i++) {
            DataSetModel.Element element = elements.get(i);
            assertThat(edit.present(i)).isEqualTo(model.levelOf(element) != null);
            if (edit.present(i) && element.items == null && element.fragments == null) {
                assertThat(edit.value(i)).isEqualTo(element.groupLength ? edit.value(i) : element.value);
            }
        }
        assertThat(Reading.read(written, syntax).length()).isEqualTo(written.length);
    }

    private static void applyOne(
            RandomDataSets random, DataSetModel model, List<DataSetModel.Element> elements, HeaderEdit edit)
            throws DataSetException {
        if (elements.isEmpty() || random.below(5) == 0) {
            add(random, model, elements, edit);
            return;
        }
        int i = random.below(elements.size());
        if (!edit.present(i)) {
            return;
        }
        DataSetModel.Element element = elements.get(i);
        switch (random.below(3)) {
            case 0 -> {
                edit.remove(i);
                List<DataSetModel.Element> level = model.levelOf(element);
                assertThat(level).isNotNull();
                level.remove(element);
            }
            case 1 -> {
                edit.blank(i);
                replace(element, new byte[0]);
                element.items = element.items == null ? null : List.of();
            }
            default -> {
                if (element.items == null) {
                    byte[] value = random.bytes(2 * random.below(40));
                    edit.set(i, value);
                    replace(element, value);
                }
            }
        }
    }

    private static void replace(DataSetModel.Element element, byte[] value) {
        element.value = value;
        element.fragments = null;
        element.undefinedLength = false;
        element.groupLength = false;
    }

    private static void add(
            RandomDataSets random, DataSetModel model, List<DataSetModel.Element> elements, HeaderEdit edit)
            throws DataSetException {
        DataSetModel.Element element = random.plain();
        if (edit.find(element.tag) < 0) {
            int index = edit.add(element.tag, Vr.valueOf(element.vr), element.value);
            assertThat(index).isEqualTo(elements.size());
            elements.add(element);
            model.insert(element);
        }
    }

    @Example
    void oddValuesArePaddedAsTheirVrAsks() throws DataSetException, IOException {
        Header header = Reading.read(hex("0800 1800 5549 0200 3100  1000 2000 4c4f 0000"), EXPLICIT);
        HeaderEdit edit = new HeaderEdit(header);
        edit.set(0, ascii("1.2"));
        edit.set(1, ascii("A"));
        assertThat(Reading.written(edit)).isEqualTo(hex("0800 1800 5549 0400 312e3200  1000 2000 4c4f 0200 4120"));
    }

    @Example
    void aValueTooLongForSixteenBitsIsRefused() throws DataSetException {
        HeaderEdit edit = new HeaderEdit(Reading.read(hex("1000 2000 4c4f 0000"), EXPLICIT));
        edit.set(0, new byte[65534]);
        assertThatThrownBy(() -> edit.set(0, new byte[65535]))
                .isInstanceOf(DataSetException.class)
                .hasMessage("(0010,0020): expected at most 65534 bytes, found a value of 65536");
    }

    @Example
    void oddVrBytesStayWhenTheValueChanges() throws DataSetException, IOException {
        HeaderEdit edit = new HeaderEdit(Reading.read(hex("0800 6000 0000 0200 4354"), EXPLICIT));
        edit.set(0, ascii("MR"));
        assertThat(Reading.written(edit)).isEqualTo(hex("0800 6000 0000 0200 4d52"));
    }

    @Example
    void whatIsWrittenAsUnknownStaysSo() throws DataSetException, IOException {
        byte[] bytes = hex("1000 2000 554e 0000 02000000 4142"
                + "0c30 0200 554e 0000 12000000  feff 00e0 0a000000  0800 6000 02000000 4354");
        HeaderEdit edit = new HeaderEdit(Reading.read(bytes, EXPLICIT));
        edit.set(0, List.of("LONGER"));
        edit.set(2, List.of("OTHR"));
        assertThat(Reading.written(edit))
                .isEqualTo(hex("1000 2000 554e 0000 06000000 4c4f4e474552"
                        + "0c30 0200 554e 0000 14000000  feff 00e0 0c000000  0800 6000 04000000 4f544852"));
    }

    @Example
    void anotherVrChangesTheFormOfTheElement() throws DataSetException, IOException {
        HeaderEdit edit = new HeaderEdit(Reading.read(hex("0900 0110 5348 0200 4142"), EXPLICIT));
        edit.set(0, Vr.UT, ascii("long"));
        assertThat(edit.vr(0)).isEqualTo(Vr.UT);
        assertThat(Reading.written(edit)).isEqualTo(hex("0900 0110 5554 0000 04000000 6c6f6e67"));
    }

    @Example
    void laterEditsSeeEarlierOnes() throws DataSetException {
        HeaderEdit edit = new HeaderEdit(Reading.read(hex("1000 2000 4c4f 0200 4142"), EXPLICIT));
        edit.set(0, List.of("one", "two"));
        assertThat(edit.texts(0)).containsExactly("one", "two");
        edit.remove(0);
        assertThat(edit.find(Tag.PATIENT_ID)).isEqualTo(-1);
        int again = edit.add(Tag.PATIENT_ID, Vr.LO, ascii("three"));
        assertThat(edit.find(Tag.PATIENT_ID)).isEqualTo(again);
        assertThat(edit.text(again)).isEqualTo("three ");
        assertThatThrownBy(() -> edit.value(0)).isInstanceOf(IllegalStateException.class);
    }

    @Example
    void sequencesTakeNoValue() throws DataSetException {
        HeaderEdit edit = new HeaderEdit(Reading.read(hex("0800 4011 5351 0000 00000000"), EXPLICIT));
        assertThatThrownBy(() -> edit.set(0, ascii("AB"))).isInstanceOf(DataSetException.class);
    }

    @Example
    void textFollowsAChangedCharacterSet() throws DataSetException {
        HeaderEdit edit = new HeaderEdit(Reading.read(hex("1000 1000 504e 0200 4142"), EXPLICIT));
        assertThatThrownBy(() -> edit.set(0, List.of("Jürgen")))
                .isInstanceOf(DataSetException.class)
                .hasMessage("(0010,0010): expected characters of ISO_IR 6 (ASCII), found one that it lacks");
        edit.add(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, ascii("ISO_IR 192"));
        edit.set(0, List.of("Jürgen"));
        assertThat(edit.value(0)).isEqualTo("Jürgen ".getBytes(StandardCharsets.UTF_8));
    }

    @Example
    void additionsBeyondTheBulkElementAreLate() throws DataSetException, IOException {
        HeaderReader reader = new HeaderReader(EXPLICIT, HeaderLimits.DEFAULT, 0);
        byte[] header = hex("0800 6000 4353 0200 4354");
        reader.accept(ByteBuffer.wrap(header));
        assertThat(reader.accept(ByteBuffer.wrap(hex("e07f 1000 4f57 0000 02000000 0000"))))
                .isTrue();
        HeaderEdit edit = new HeaderEdit(reader.header());
        edit.add(0xFFFCFFFC, Vr.OB, new byte[2]);
        assertThat(new EditedBytes(edit).lateAdditions()).hasSize(1);
        assertThat(Reading.written(edit)).isEqualTo(header);
        assertThatThrownBy(() -> edit.add(Tag.PIXEL_DATA, Vr.OW, new byte[2])).isInstanceOf(DataSetException.class);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

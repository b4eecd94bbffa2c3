package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An item is added behind those of a sequence, whatever its length says, and all else stays. */
class NewItemTest {
    private static final int CODES = 0x0012_0064;
    private static final int CODE = 0x0008_0100;
    private static final int BEHIND = 0x0028_0004;

    static List<TransferSyntax> syntaxes() {
        return List.of(
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_BIG_ENDIAN);
    }

    private static byte[] dataSet(TransferSyntax syntax, List<String> codes) {
        DataSetWriter writer = new DataSetWriter(syntax).text(0x0010_0020, Vr.LO, "ID");
        if (!codes.isEmpty()) {
            writer.sequence(CODES, codes, (item, code) -> item.text(CODE, Vr.SH, code));
        }
        return writer.text(BEHIND, Vr.CS, "MONOCHROME2").bytes();
    }

    private static HeaderEdit edit(TransferSyntax syntax, byte[] bytes) throws DataSetException {
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, -1);
        reader.accept(ByteBuffer.wrap(bytes));
        reader.end();
        return new HeaderEdit(reader.header());
    }

    private static byte[] written(HeaderEdit edit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        edit.writeTo(bytes -> {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            out.writeBytes(piece);
        });
        assertThat(out.size()).isEqualTo((int) edit.editedLength());
        return out.toByteArray();
    }

    private static void add(HeaderEdit edit, int sequence, String code) throws DataSetException {
        int present = edit.find(sequence);
        edit.addItem(
                present < 0 ? edit.add(sequence, Vr.SQ, new byte[0]) : present,
                new NewItem(List.of(new NewItem.Valued(CODE, Vr.SH, List.of(code)))));
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void itFollowsThoseThatCame(TransferSyntax syntax) throws DataSetException, IOException {
        for (List<String> before : List.of(List.<String>of(), List.of("113100"), List.of("113100", "1"))) {
            HeaderEdit edit = edit(syntax, dataSet(syntax, before));
            add(edit, CODES, "113101");
            List<String> after = new ArrayList<>(before);
            after.add("113101");
            assertThat(written(edit)).isEqualTo(dataSet(syntax, after));
        }
    }

    @Test
    void aSequenceOfUndefinedLengthKeepsItsDelimiter() throws DataSetException, IOException {
        byte[] undefined = HeaderReaderTest.hex("12 00 64 00 53 51 00 00 FF FF FF FF"
                + " FE FF 00 E0 0A 00 00 00 08 00 00 01 53 48 02 00 41 20"
                + " FE FF DD E0 00 00 00 00");
        HeaderEdit edit = edit(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, undefined);
        add(edit, CODES, "B");
        assertThat(written(edit))
                .isEqualTo(HeaderReaderTest.hex("12 00 64 00 53 51 00 00 FF FF FF FF"
                        + " FE FF 00 E0 0A 00 00 00 08 00 00 01 53 48 02 00 41 20"
                        + " FE FF 00 E0 0A 00 00 00 08 00 00 01 53 48 02 00 42 20"
                        + " FE FF DD E0 00 00 00 00"));
    }

    @Test
    void aSequenceThatWasEmptiedHasThatItemAlone() throws DataSetException, IOException {
        TransferSyntax syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        HeaderEdit edit = edit(syntax, dataSet(syntax, List.of("113100")));
        edit.blank(edit.find(CODES));
        add(edit, CODES, "113101");
        assertThat(written(edit)).isEqualTo(dataSet(syntax, List.of("113101")));
    }

    @Test
    void aChangeInAnItemThatCameStays() throws DataSetException, IOException {
        TransferSyntax syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        HeaderEdit edit = edit(syntax, dataSet(syntax, List.of("113100")));
        edit.set(edit.find(CODES) + 1, List.of("1"));
        add(edit, CODES, "113101");
        assertThat(written(edit)).isEqualTo(dataSet(syntax, List.of("1", "113101")));
    }

    @Test
    void anElementThatIsNoSequenceIsRefused() throws DataSetException {
        TransferSyntax syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        HeaderEdit edit = edit(syntax, dataSet(syntax, List.of()));
        assertThatThrownBy(() -> add(edit, BEHIND, "1")).isInstanceOf(DataSetException.class);
    }
}

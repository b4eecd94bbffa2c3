package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.dataset.HeaderReaderTest.hex;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** PS3.18 annex F, attribute by attribute. */
class DicomJsonTest {
    @Test
    void everyKindOfValueHasItsForm() throws IOException, DataSetException {
        DataSetModel model = new DataSetModel();
        add(model, 0x00080000, "UL", new byte[4]);
        add(model, 0x00080005, "CS", ascii("ISO_IR 192"));
        add(model, 0x00080008, "CS", ascii("ORIGINAL\\\\AXIAL"));
        add(model, 0x00080050, "SH", new byte[0]);
        add(model, 0x00100010, "PN", "Ä^B==phon^etic".getBytes(StandardCharsets.UTF_8));
        add(model, 0x00181063, "DS", ascii("1.50 \\abc "));
        add(model, 0x00186011, "AT", DataSetModel.number(0x10630018L, 4, false));
        add(model, 0x00200013, "IS", ascii("+7"));
        add(model, 0x00280010, "US", new byte[] {1, 0, 2, 0});
        add(model, 0x00280120, "OW", new byte[] {1, 2});
        add(model, 0x00720082, "SV", DataSetModel.number(-2, 8, false));
        add(model, 0x00720083, "UV", DataSetModel.number(-2, 8, false));
        add(model, 0x00189073, "FD", DataSetModel.number(Double.doubleToRawLongBits(0.1), 8, false));
        add(model, 0x00189074, "FL", DataSetModel.number(Float.floatToRawIntBits(Float.NaN), 4, false));
        Header header = Reading.read(
                model.encode(TransferSyntax.EXPLICIT_LITTLE_ENDIAN), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertThat(json(new HeaderEdit(header))).isEqualTo("""
                {"00080005":{"vr":"CS","Value":["ISO_IR 192"]},
                "00080008":{"vr":"CS","Value":["ORIGINAL",null,"AXIAL"]},
                "00080050":{"vr":"SH"},
                "00100010":{"vr":"PN","Value":[{"Alphabetic":"Ä^B","Phonetic":"phon^etic"}]},
                "00181063":{"vr":"DS","Value":[1.50,"abc"]},
                "00186011":{"vr":"AT","Value":["00181063"]},
                "00189073":{"vr":"FD","Value":[0.1]},
                "00189074":{"vr":"FL","Value":["NaN"]},
                "00200013":{"vr":"IS","Value":[7]},
                "00280010":{"vr":"US","Value":[1,2]},
                "00280120":{"vr":"OW","InlineBinary":"AQI="},
                "00720082":{"vr":"SV","Value":[-2]},
                "00720083":{"vr":"UV","Value":[18446744073709551614]}}
                """.replace("\n", ""));
    }

    @Test
    void sequencesKeepEmptyItemsAndEditsShow() throws IOException, DataSetException {
        byte[] bytes = hex("0800 4011 5351 0000 ffffffff"
                + "feff 00e0 00000000  feff 00e0 0c000000 0800 5011 5549 0400 312e3200"
                + "feff dde0 00000000  1000 2000 4c4f 0200 4142");
        HeaderEdit edit = new HeaderEdit(Reading.read(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
        assertThat(json(edit))
                .isEqualTo(
                        "{\"00081140\":{\"vr\":\"SQ\",\"Value\":[{},{\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]}}]},"
                                + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"AB\"]}}");
        edit.remove(1);
        edit.blank(2);
        edit.add(0x00080060, Vr.CS, ascii("CT"));
        assertThat(json(edit))
                .isEqualTo("{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\"]},"
                        + "\"00081140\":{\"vr\":\"SQ\",\"Value\":[{},{}]},\"00100020\":{\"vr\":\"LO\"}}");
    }

    @Test
    void binaryIsLittleEndianWhateverTheSyntax() throws IOException, DataSetException {
        byte[] bytes = hex("0028 1201 4f57 0000 00000004 0102 0304");
        HeaderEdit edit = new HeaderEdit(Reading.read(bytes, TransferSyntax.EXPLICIT_BIG_ENDIAN));
        assertThat(json(edit)).isEqualTo("{\"00281201\":{\"vr\":\"OW\",\"InlineBinary\":\"AgEEAw==\"}}");
    }

    private static String json(HeaderEdit edit) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            DicomJson.write(edit, out);
        }
        return text.toString();
    }

    private static void add(DataSetModel model, int tag, String vr, byte[] value) {
        DataSetModel.Element element = new DataSetModel.Element(tag, vr);
        element.value = value;
        model.insert(element);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

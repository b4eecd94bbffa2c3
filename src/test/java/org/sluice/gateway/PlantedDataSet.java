package org.sluice.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A data set in explicit VR little endian with one text planted everywhere: in an element of every text VR, in sequences,
 * private ones and UN, and behind the pixel data. What is wrong with it is put in between, byte for byte.
 */
final class PlantedDataSet {
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** An instance that nothing is wrong with; {@code wrong} stands where group 0028 would begin. */
    static byte[] of(String uid, String planted, byte[] wrong) {
        return of(uid, planted, "ISO_IR 100", wrong, new byte[0]);
    }

    /** The same with a Specific Character Set, and with something at the very end. */
    static byte[] of(String uid, String planted, String characterSet, byte[] wrong, byte[] end) {
        return new PlantedDataSet()
                .text(0x00080005, "CS", characterSet)
                .text(0x00080016, "UI", CT)
                .text(0x00080018, "UI", uid)
                .text(0x00080020, "DA", planted)
                .text(0x00080030, "TM", planted)
                .text(0x00080050, "SH", planted)
                .text(0x00080054, "AE", planted)
                .text(0x00080060, "CS", planted)
                .text(0x00081030, "LO", planted)
                .sequence(
                        0x00081140,
                        new PlantedDataSet().text(0x00081155, "UI", planted).toBytes())
                .text(0x00090010, "LO", planted)
                .text(0x00091001, "UN", planted)
                .sequence(
                        0x00091002,
                        new PlantedDataSet()
                                .text(0x00090010, "LO", planted)
                                .text(0x00091003, "UT", planted)
                                .toBytes())
                .text(0x00091004, "OB", planted)
                .text(0x00100010, "PN", planted)
                .text(0x00100020, "LO", planted)
                .text(0x00100030, "DA", planted)
                .text(0x00100040, "CS", planted)
                .text(0x00101010, "AS", planted)
                .text(0x00101020, "DS", planted)
                .text(0x001021B0, "LT", planted)
                .text(0x00104000, "LT", planted)
                .text(0x0020000D, "UI", planted)
                .text(0x0020000E, "UI", planted)
                .text(0x00200010, "SH", planted)
                .text(0x00200013, "IS", planted)
                .raw(wrong)
                .sequence(
                        0x00400275,
                        new PlantedDataSet()
                                .text(0x00400007, "LO", planted)
                                .sequence(
                                        0x00400008,
                                        new PlantedDataSet()
                                                .text(0x00080100, "SH", planted)
                                                .text(0x00080119, "UC", planted)
                                                .text(0x00080120, "UR", planted)
                                                .toBytes())
                                .toBytes())
                .text(0x7FE00010, "OB", planted)
                .text(0xFFFCFFFC, "OB", planted)
                .raw(end)
                .toBytes();
    }

    PlantedDataSet text(int tag, String vr, String value) {
        byte[] text = value.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer even = ByteBuffer.allocate(text.length + (text.length & 1)).put(text);
        if (even.hasRemaining()) {
            even.put((byte) (vr.equals("UI") || vr.equals("OB") || vr.equals("UN") ? 0 : ' '));
        }
        return element(tag, vr, even.array());
    }

    PlantedDataSet element(int tag, String vr, byte[] value) {
        return head(tag, vr, value.length).raw(value);
    }

    /** One item of defined length. */
    PlantedDataSet sequence(int tag, byte[] item) {
        ByteBuffer value = ByteBuffer.allocate(8 + item.length).order(ByteOrder.LITTLE_ENDIAN);
        value.putInt(0xE000FFFE).putInt(item.length).put(item);
        return element(tag, "SQ", value.array());
    }

    /** The head alone of an element, with a length that may be a lie. */
    PlantedDataSet head(int tag, String vr, int length) {
        boolean isShort = !"OB OW UN SQ UT UC UR".contains(vr);
        ByteBuffer head = ByteBuffer.allocate(isShort ? 8 : 12).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) (tag >>> 16)).putShort((short) tag);
        head.put((byte) vr.charAt(0)).put((byte) vr.charAt(1));
        if (isShort) {
            head.putShort((short) length);
        } else {
            head.putShort((short) 0).putInt(length);
        }
        return raw(head.array());
    }

    PlantedDataSet raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}

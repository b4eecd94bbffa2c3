package org.sluice.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Writes data elements, PS3.5 7.1, for test data. It trusts its caller: no value is checked against its VR. */
final class DataSetEncoder {
    static final long UNDEFINED_LENGTH = 0xFFFFFFFFL;

    static final int ITEM = 0xFFFEE000;
    static final int ITEM_DELIMITATION = 0xFFFEE00D;
    static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

    /** VRs whose explicit header has two reserved bytes and a 32-bit length, PS3.5 7.1.2. */
    static final Set<String> LONG_LENGTH =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final OutputStream out;
    private final Syntax syntax;

    DataSetEncoder(OutputStream out, Syntax syntax) {
        this.out = out;
        this.syntax = syntax;
    }

    /** One element: its value in little endian order, already padded, or the items of a sequence. */
    static final class Element {
        private final int tag;
        private final String vr;
        private final byte[] value;
        private final List<List<Element>> items;

        private Element(int tag, String vr, byte[] value, List<List<Element>> items) {
            this.tag = tag;
            this.vr = vr;
            this.value = value;
            this.items = items;
        }

        byte[] value() {
            return value;
        }

        static Element of(int tag, String vr, byte[] littleEndianValue) {
            return new Element(tag, vr, littleEndianValue, List.of());
        }

        static Element text(int tag, String vr, String value) {
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
            if (bytes.length % 2 == 1) {
                even[bytes.length] = (byte) (vr.equals("UI") ? 0 : ' ');
            }
            return of(tag, vr, even);
        }

        static Element unsignedShort(int tag, int value) {
            return of(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
        }

        static Element sequence(int tag, List<List<Element>> items) {
            return new Element(tag, "SQ", new byte[0], items);
        }
    }

    void elements(Collection<Element> elements) throws IOException {
        for (Element element : elements) {
            element(element);
        }
    }

    /** Sequences of our test data have undefined length, and so have their items at odd indices. */
    void element(Element element) throws IOException {
        if (!element.vr.equals("SQ")) {
            header(element.tag, element.vr, element.value.length);
            out.write(syntax.bigEndian() ? swapped(element.vr, element.value) : element.value);
            return;
        }
        header(element.tag, "SQ", UNDEFINED_LENGTH);
        for (int i = 0; i < element.items.size(); i++) {
            item(element.items.get(i), i % 2 == 1);
        }
        delimiter(SEQUENCE_DELIMITATION, 0);
    }

    private void item(List<Element> elements, boolean undefinedLength) throws IOException {
        if (undefinedLength) {
            delimiter(ITEM, UNDEFINED_LENGTH);
            elements(elements);
            delimiter(ITEM_DELIMITATION, 0);
            return;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        new DataSetEncoder(content, syntax).elements(elements);
        delimiter(ITEM, content.size());
        content.writeTo(out);
    }

    /** The header of an element whose value the caller writes. */
    void header(int tag, String vr, long length) throws IOException {
        uint16(tag >>> 16);
        uint16(tag);
        if (syntax.implicit()) {
            uint32(length);
            return;
        }
        out.write(vr.getBytes(StandardCharsets.US_ASCII));
        if (LONG_LENGTH.contains(vr)) {
            uint16(0);
            uint32(length);
        } else {
            uint16((int) length);
        }
    }

    /** Encapsulated pixel data, PS3.5 A.4: an empty basic offset table, then one item per fragment. */
    void fragments(int tag, List<byte[]> fragments) throws IOException {
        header(tag, "OB", UNDEFINED_LENGTH);
        delimiter(ITEM, 0);
        for (byte[] fragment : fragments) {
            delimiter(ITEM, fragment.length);
            out.write(fragment);
        }
        delimiter(SEQUENCE_DELIMITATION, 0);
    }

    /** A tag of group FFFE, and the length that follows it. */
    void delimiter(int tag, long length) throws IOException {
        uint16(tag >>> 16);
        uint16(tag);
        uint32(length);
    }

    private void uint16(int value) throws IOException {
        out.write(syntax.bigEndian() ? value >>> 8 : value);
        out.write(syntax.bigEndian() ? value : value >>> 8);
    }

    private void uint32(long value) throws IOException {
        uint16((int) (syntax.bigEndian() ? value >>> 16 : value));
        uint16((int) (syntax.bigEndian() ? value : value >>> 16));
    }

    /** The value in the other byte order, PS3.5 7.3. */
    static byte[] swapped(String vr, byte[] value) {
        int unit = unitOf(vr);
        byte[] swapped = value.clone();
        for (int i = 0; i < value.length - value.length % unit; i++) {
            swapped[i / unit * unit + unit - 1 - i % unit] = value[i];
        }
        return swapped;
    }

    private static int unitOf(String vr) {
        return switch (vr) {
            case "AT", "OW", "SS", "US" -> 2;
            case "FL", "OF", "OL", "SL", "UL" -> 4;
            case "FD", "OD", "OV", "SV", "UV" -> 8;
            default -> 1;
        };
    }
}

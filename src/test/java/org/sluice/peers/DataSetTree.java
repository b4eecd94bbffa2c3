package org.sluice.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data set as a tree of elements, or an item of one. It knows the VR of each element, and holds values in little endian
 * order, so that it says what a data set means whatever its encoding; {@link Transcoder} writes it in each of them.
 */
public final class DataSetTree {
    private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);

    /**
     * An element.
     *
     * @param value little endian and of even length; empty for a sequence
     * @param items of a sequence; null for everything else
     */
    public record Element(
            int tag, String vr, byte[] value, @Nullable List<DataSetTree> items) {
        boolean isPrivate() {
            return (tag >>> 16) % 2 == 1 && (tag & 0xFFFF) >= 0x1000;
        }
    }

    /** Sets an element of a text VR, in ISO 8859-1, padded to even length. */
    public DataSetTree text(int tag, String vr, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        if (bytes.length % 2 == 1) {
            even[bytes.length] = (byte) (vr.equals("UI") ? 0 : ' ');
        }
        return bytes(tag, vr, even);
    }

    /** Sets an element to bytes that are in little endian order already. */
    public DataSetTree bytes(int tag, String vr, byte[] littleEndian) {
        elements.put(tag, new Element(tag, vr, littleEndian.clone(), null));
        return this;
    }

    /** Sets an element of VR US, SS, UL, SL, FL or FD. */
    public DataSetTree numbers(int tag, String vr, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (vr) {
                case "US", "SS" -> bytes.putShort((short) value);
                case "UL", "SL" -> bytes.putInt((int) (long) value);
                case "FL" -> bytes.putFloat((float) value);
                case "FD" -> bytes.putDouble(value);
                default -> throw new IllegalArgumentException("no VR of numbers: " + vr);
            }
        }
        return bytes(tag, vr, Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /** Sets a sequence of these items. */
    public DataSetTree sequence(int tag, DataSetTree... items) {
        return sequence(tag, List.of(items));
    }

    /** Sets a sequence of these items. */
    public DataSetTree sequence(int tag, List<DataSetTree> items) {
        elements.put(tag, new Element(tag, "SQ", new byte[0], List.copyOf(items)));
        return this;
    }

    /** Takes an element out. */
    public DataSetTree without(int tag) {
        elements.remove(tag);
        return this;
    }

    /** The elements in ascending order of their tags. */
    public Collection<Element> elements() {
        return elements.values();
    }

    /** The creator of a private element's block at this level; empty when there is none. */
    String creatorOf(int tag) {
        Element creator = elements.get((tag & 0xFFFF_0000) | ((tag >>> 8) & 0xFF));
        return creator == null ? "" : new String(creator.value, StandardCharsets.ISO_8859_1).strip();
    }

    /**
     * What the data set means, one line for each element and each item in document order: the path, and the value in
     * little endian order as hexadecimal digits. VRs are left out, since not every encoding has them.
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines("", lines);
        return lines;
    }

    private void lines(String above, List<String> to) {
        for (Element element : elements.values()) {
            String path = above + written(element.tag);
            if (element.items == null) {
                to.add(path + " " + HexFormat.of().formatHex(element.value));
                continue;
            }
            to.add(path + " " + element.items.size() + " items");
            for (int i = 0; i < element.items.size(); i++) {
                element.items.get(i).lines(path + "[" + i + "].", to);
            }
        }
    }

    private static String written(int tag) {
        String digits = HexFormat.of().withUpperCase().toHexDigits(tag);
        return "(" + digits.substring(0, 4) + "," + digits.substring(4) + ")";
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}

package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set as a tree of objects that writes itself from scratch: slow, obvious, and sharing no code with what it tests.
 * Group lengths are worked out anew each time.
 */
final class DataSetModel {
    /** An element with a value, with items, or with fragments. */
    static final class Element {
        final int tag;
        String vr;
        byte[] value = {};

        @Nullable
        List<Item> items;

        @Nullable
        List<byte[]> fragments;

        boolean undefinedLength;
        /** The value is worked out when the element is written. */
        boolean groupLength;

        Element(int tag, String vr) {
            this.tag = tag;
            this.vr = vr;
        }

        boolean unknownSequence() {
            return items != null && vr.equals("UN");
        }
    }

    /** An item of a sequence. */
    static final class Item {
        final List<Element> elements = new ArrayList<>();
        boolean undefinedLength;
    }

    final List<Element> elements = new ArrayList<>();

    /** Every element in document order. */
    List<Element> walk() {
        List<Element> all = new ArrayList<>();
        walk(elements, all);
        return all;
    }

    private static void walk(List<Element> level, List<Element> to) {
        for (Element element : level) {
            to.add(element);
            if (element.items != null) {
                element.items.forEach(item -> walk(item.elements, to));
            }
        }
    }

    /** The elements among which {@code wanted} stands, or null when it is no longer in the data set. */
    @Nullable
    List<Element> levelOf(Element wanted) {
        return levelOf(elements, wanted);
    }

    private static @Nullable List<Element> levelOf(List<Element> level, Element wanted) {
        for (Element element : level) {
            if (element == wanted) {
                return level;
            }
            if (element.items != null) {
                for (Item item : element.items) {
                    List<Element> found = levelOf(item.elements, wanted);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    void insert(Element element) {
        int at = 0;
        while (at < elements.size() && Integer.compareUnsigned(elements.get(at).tag, element.tag) < 0) {
            at++;
        }
        elements.add(at, element);
    }

    byte[] encode(TransferSyntax syntax) {
        return level(elements, syntax.explicitVr(), syntax.bigEndian());
    }

    private static byte[] level(List<Element> level, boolean explicit, boolean bigEndian) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Element element : level) {
            if (element.groupLength) {
                element.value = number(groupLength(level, element, explicit, bigEndian), 4, bigEndian);
            }
            out.writeBytes(element(element, explicit, bigEndian));
        }
        return out.toByteArray();
    }

    private static int groupLength(List<Element> level, Element own, boolean explicit, boolean bigEndian) {
        return level.stream()
                .filter(element -> element != own && element.tag >>> 16 == own.tag >>> 16)
                .mapToInt(element -> element(element, explicit, bigEndian).length)
                .sum();
    }

    private static byte[] element(Element element, boolean explicit, boolean bigEndian) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] value = value(element, explicit, bigEndian);
        boolean undefined = element.undefinedLength;
        tag(out, element.tag, bigEndian);
        long length = undefined ? 0xFFFFFFFFL : value.length;
        if (!explicit) {
            out.writeBytes(number(length, 4, bigEndian));
        } else {
            out.write(element.vr.charAt(0));
            out.write(element.vr.charAt(1));
            if (List.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV")
                    .contains(element.vr)) {
                out.writeBytes(new byte[2]);
                out.writeBytes(number(length, 4, bigEndian));
            } else {
                out.writeBytes(number(length, 2, bigEndian));
            }
        }
        out.writeBytes(value);
        if (undefined) {
            delimiter(out, 0xFFFEE0DD, 0, bigEndian && !element.unknownSequence());
        }
        return out.toByteArray();
    }

    private static byte[] value(Element element, boolean explicit, boolean bigEndian) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (element.items != null) {
            boolean unknown = element.unknownSequence();
            for (Item item : element.items) {
                byte[] content = level(item.elements, explicit && !unknown, bigEndian && !unknown);
                delimiter(out, 0xFFFEE000, item.undefinedLength ? 0xFFFFFFFFL : content.length, bigEndian && !unknown);
                out.writeBytes(content);
                if (item.undefinedLength) {
                    delimiter(out, 0xFFFEE00D, 0, bigEndian && !unknown);
                }
            }
        } else if (element.fragments != null) {
            for (byte[] fragment : element.fragments) {
                delimiter(out, 0xFFFEE000, fragment.length, bigEndian);
                out.writeBytes(fragment);
            }
        } else {
            out.writeBytes(element.value);
        }
        return out.toByteArray();
    }

    private static void delimiter(ByteArrayOutputStream out, int tag, long length, boolean bigEndian) {
        tag(out, tag, bigEndian);
        out.writeBytes(number(length, 4, bigEndian));
    }

    private static void tag(ByteArrayOutputStream out, int tag, boolean bigEndian) {
        out.writeBytes(number(tag >>> 16, 2, bigEndian));
        out.writeBytes(number(tag & 0xFFFF, 2, bigEndian));
    }

    static byte[] number(long number, int size, boolean bigEndian) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[bigEndian ? size - 1 - i : i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    static Comparator<Element> byTag() {
        return (a, b) -> Integer.compareUnsigned(a.tag, b.tag);
    }
}

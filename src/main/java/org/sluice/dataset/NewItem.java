package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;

/**
 * An item of our own that is written into a sequence (PS3.5 7.5), with its length.
 *
 * @param elements its elements; written in the order of their tags
 */
public record NewItem(List<Element> elements) {
    /** Sorts {@code elements}. */
    public NewItem {
        elements = elements.stream()
                .sorted(Comparator.comparing(Element::tag, Integer::compareUnsigned))
                .toList();
    }

    /** An element of an item. */
    public sealed interface Element {
        /** Its tag. */
        int tag();
    }

    /**
     * An element that holds a value.
     *
     * @param vr any but SQ
     * @param texts as in {@link Values#encode(Vr, List, ByteOrder, CharacterSet)}
     */
    public record Valued(int tag, Vr vr, List<String> texts) implements Element {
        /** Keeps its own copy of {@code texts}. */
        public Valued {
            texts = List.copyOf(texts);
        }
    }

    /** A sequence in the item. */
    public record Nested(int tag, List<NewItem> items) implements Element {
        /** Keeps its own copy of {@code items}. */
        public Nested {
            items = List.copyOf(items);
        }
    }

    /** The whole item in the encoding of a sequence that is to hold it, and in the character set that is in force there. */
    byte[] bytesIn(HeaderEdit edit, int sequence) throws DataSetException {
        Header header = edit.header();
        CharacterSet characterSet = edit.characterSet(sequence);
        if (edit.isAdded(sequence)) {
            return bytes(header.syntax().explicitVr(), header.syntax().bigEndian(), characterSet);
        }
        ElementTable table = header.table();
        boolean implicitVr = table.writtenUnknown(sequence) || table.form(sequence) == ElementHead.IMPLICIT;
        return bytes(!implicitVr, table.valueBigEndian(sequence), characterSet);
    }

    /**
     * The whole item, its head included.
     *
     * @throws DataSetException when a text does not fit its VR, or cannot be expressed in the character set
     */
    private byte[] bytes(boolean explicitVr, boolean bigEndian, CharacterSet characterSet) throws DataSetException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Element element : elements) {
            Vr vr = element instanceof Valued valued ? valued.vr() : Vr.SQ;
            byte[] value = ElementWriter.padded(vr, value(element, explicitVr, bigEndian, characterSet));
            int form = ElementWriter.form(vr, explicitVr);
            if (!ElementWriter.fits(form, value)) {
                throw ElementWriter.tooLong(Tag.format(element.tag()), value);
            }
            content.writeBytes(ElementWriter.element(element.tag(), vr, form, bigEndian, value));
        }
        return ElementWriter.element(Tag.ITEM, Vr.SQ, ElementHead.IMPLICIT, bigEndian, content.toByteArray());
    }

    private static byte[] value(Element element, boolean explicitVr, boolean bigEndian, CharacterSet characterSet)
            throws DataSetException {
        if (element instanceof Valued valued) {
            ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            return Values.encode(valued.vr(), valued.texts(), order, characterSet);
        }
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        for (NewItem item : ((Nested) element).items()) {
            items.writeBytes(item.bytes(explicitVr, bigEndian, characterSet));
        }
        return items.toByteArray();
    }
}

package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * Writes a small data set of our own, PS3.5 7. Elements are given in the order of their tags; sequences and items are
 * written with their lengths (PS3.5 7.5). Values are made even. For one thread.
 */
public final class DataSetWriter {
    private final TransferSyntax syntax;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** Nothing written yet. Nothing is deflated, also if the transfer syntax says so. */
    public DataSetWriter(TransferSyntax syntax) {
        this.syntax = syntax;
    }

    /** An element with a text of ASCII characters as its value. */
    public DataSetWriter text(int tag, Vr vr, String text) {
        return element(tag, vr, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** An element of VR US with one value, 0 to 65535. */
    public DataSetWriter unsignedShort(int tag, int number) {
        byte[] value = new byte[2];
        Bytes.put(value, 0, 2, number, syntax.bigEndian());
        return element(tag, Vr.US, value);
    }

    /** An element of VR SQ; {@code content} writes the elements of the item for each of these. */
    public <T> DataSetWriter sequence(int tag, Collection<T> items, BiConsumer<DataSetWriter, T> content) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (T one : items) {
            DataSetWriter item = new DataSetWriter(syntax);
            content.accept(item, one);
            value.writeBytes(
                    ElementWriter.element(Tag.ITEM, Vr.SQ, ElementHead.IMPLICIT, syntax.bigEndian(), item.bytes()));
        }
        return element(tag, Vr.SQ, value.toByteArray());
    }

    /** An element of any VR but SQ, its value as it is to stand in the data set. */
    public DataSetWriter element(int tag, Vr vr, byte[] value) {
        int form = ElementWriter.form(vr, syntax.explicitVr());
        out.writeBytes(ElementWriter.element(tag, vr, form, syntax.bigEndian(), ElementWriter.padded(vr, value)));
        return this;
    }

    /** What was written so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }
}

package org.sluice.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes headers in the DICOM JSON model, PS3.18 annex F. Group lengths are left out, as F.2.2 asks; numbers in DS and IS that
 * are none, and NaN, become strings.
 */
public final class DicomJson {
    private static final String[] COMPONENT_GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};

    private final HeaderEdit header;
    private final JsonGenerator out;

    private DicomJson(HeaderEdit header, JsonGenerator out) {
        this.header = header;
        this.out = out;
    }

    /** Writes a header as it came, as one object. */
    public static void write(Header header, JsonGenerator out) throws IOException {
        write(new HeaderEdit(header), out);
    }

    /** Writes a header as its edits left it, as one object with its attributes in the order of tags. */
    public static void write(HeaderEdit header, JsonGenerator out) throws IOException {
        new DicomJson(header, out).dataSet();
    }

    private void dataSet() throws IOException {
        List<Integer> topLevel = new ArrayList<>();
        for (int i = 0; i < header.size(); i = header.subtreeEnd(i)) {
            topLevel.add(i);
        }
        topLevel.sort(Comparator.comparing(header::tag, Integer::compareUnsigned));
        out.writeStartObject();
        for (int i : topLevel) {
            element(i);
        }
        out.writeEndObject();
    }

    private void element(int i) throws IOException {
        if (!header.present(i) || Tag.isGroupLength(header.tag(i))) {
            return;
        }
        out.writeObjectFieldStart(Tag.hex(header.tag(i)));
        out.writeStringField(
                "vr", header.isSequence(i) ? Vr.SQ.name() : header.vr(i).name());
        if (header.isSequence(i)) {
            items(i);
        } else if (header.valueLength(i) > 0) {
            value(i);
        }
        out.writeEndObject();
    }

    private void items(int sequence) throws IOException {
        if (header.itemCount(sequence) == 0) {
            return;
        }
        out.writeArrayFieldStart("Value");
        int child = sequence + 1;
        for (int item = 0; item < header.itemCount(sequence); item++) {
            out.writeStartObject();
            while (child < header.subtreeEnd(sequence) && header.item(child) == item) {
                element(child);
                child = header.subtreeEnd(child);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void value(int i) throws IOException {
        Vr vr = header.vr(i);
        if (vr.kind() == Vr.Kind.BYTES) {
            out.writeFieldName("InlineBinary");
            out.writeBinary(littleEndian(i));
            return;
        }
        List<String> texts = header.texts(i);
        if (vr.isText() && texts.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("Value");
        if (vr.isText()) {
            for (String text : texts) {
                text(vr, text);
            }
        } else {
            for (int index = 0; index < header.numberCount(i); index++) {
                number(i, index);
            }
        }
        out.writeEndArray();
    }

    private void text(Vr vr, String text) throws IOException {
        if (text.isEmpty()) {
            out.writeNull();
        } else if (vr == Vr.PN) {
            personName(text);
        } else if (vr == Vr.DS || vr == Vr.IS) {
            decimal(text);
        } else {
            out.writeString(text);
        }
    }

    private void personName(String text) throws IOException {
        String[] groups = text.split("=", COMPONENT_GROUPS.length);
        out.writeStartObject();
        for (int group = 0; group < groups.length; group++) {
            if (!groups[group].isEmpty()) {
                out.writeStringField(COMPONENT_GROUPS[group], groups[group]);
            }
        }
        out.writeEndObject();
    }

    private void decimal(String text) throws IOException {
        if (Values.isDecimal(text)) {
            out.writeNumber(new BigDecimal(text.startsWith("+") ? text.substring(1) : text));
        } else {
            out.writeString(text);
        }
    }

    private void number(int i, int index) throws IOException {
        switch (header.vr(i)) {
            case AT -> out.writeString(Tag.hex((int) header.integer(i, index)));
            case FL -> real((float) header.real(i, index));
            case FD -> real(header.real(i, index));
            case UV -> out.writeNumber(new BigInteger(Long.toUnsignedString(header.integer(i, index))));
            default -> out.writeNumber(header.integer(i, index));
        }
    }

    private void real(float number) throws IOException {
        if (Float.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeString(Float.toString(number));
        }
    }

    private void real(double number) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeString(Double.toString(number));
        }
    }

    /** InlineBinary is little endian whatever the transfer syntax, F.2.7. */
    private byte[] littleEndian(int i) {
        byte[] value = header.value(i);
        boolean otherOrder =
                header.byteOrder(i) == ByteOrder.BIG_ENDIAN && header.vr(i).size() > 1;
        return otherOrder ? Values.swapped(header.vr(i), value) : value;
    }
}

package org.sluice.recipe.action;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.instance.PrintedElement;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.python.PythonText;
import org.sluice.recipe.syntax.Reading;

/**
 * Writes a working copy in the DICOM JSON model as test cases hold it: group lengths included, DS and IS also as {@code text},
 * binary values over 64 bytes as hash and length, empty values among others as empty text.
 */
public final class HeaderJson {
    private static final int LONGEST_INLINE = 64;
    private static final String[] COMPONENT_GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};

    private final WorkingCopy copy;
    private final HeaderEdit edit;
    private final JsonGenerator out;

    private HeaderJson(WorkingCopy copy, JsonGenerator out) {
        this.copy = copy;
        this.edit = copy.edit();
        this.out = out;
    }

    /** Writes a header as it was received. */
    public static void write(Header header, JsonGenerator out) throws IOException {
        write(new WorkingCopy(new HeaderEdit(header), Reading.STRICT, unsavable -> {}), out);
    }

    static void write(WorkingCopy copy, JsonGenerator out) throws IOException {
        new HeaderJson(copy, out).dataSet();
    }

    private void dataSet() throws IOException {
        List<Integer> topLevel = new ArrayList<>();
        for (int i = 0; i < edit.size(); i = edit.subtreeEnd(i)) topLevel.add(i);
        topLevel.sort(Comparator.comparing(edit::tag, Integer::compareUnsigned));
        out.writeStartObject();
        for (int i : topLevel) element(i);
        out.writeEndObject();
    }

    private void element(int i) throws IOException {
        if (!edit.present(i)) return;
        out.writeObjectFieldStart(Tag.hex(edit.tag(i)));
        Vr vr = edit.isSequence(i) ? Vr.SQ : edit.vr(i);
        out.writeStringField("vr", vr.name());
        Assigned assigned = copy.assigned(i);
        if (vr == Vr.SQ) items(i);
        else if (assigned != null) assigned(assigned);
        else if (vr.kind() == Vr.Kind.BYTES) bytes(edit.value(i));
        else values(i, vr);
        out.writeEndObject();
    }

    private void items(int sequence) throws IOException {
        if (edit.itemCount(sequence) == 0) return;
        out.writeArrayFieldStart("Value");
        int child = sequence + 1;
        for (int item = 0; item < edit.header().itemCount(sequence); item++) {
            if (!edit.hasItem(sequence, item)) {
                while (child < edit.subtreeEnd(sequence) && edit.item(child) == item) child = edit.subtreeEnd(child);
                continue;
            }
            out.writeStartObject();
            for (; child < edit.subtreeEnd(sequence) && edit.item(child) == item; child = edit.subtreeEnd(child)) {
                element(child);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void values(int i, Vr vr) throws IOException {
        if (vr == Vr.AT) {
            List<String> tags = new ArrayList<>();
            for (int index = 0; index < edit.numberCount(i); index++) tags.add(Tag.hex((int) edit.integer(i, index)));
            texts(vr, tags);
        } else if (vr.isBinaryNumber()) {
            numbers(PrintedElement.numbers(edit, i));
        } else {
            texts(vr, copy.texts(i));
        }
    }

    private void numbers(List<String> numbers) throws IOException {
        if (numbers.isEmpty()) return;
        out.writeArrayFieldStart("Value");
        for (String number : numbers) number(number);
        out.writeEndArray();
    }

    /** JSON has no infinity and no NaN: they become text. */
    private void number(String number) throws IOException {
        OptionalDouble value = PythonNumbers.real(number);
        if (value.isPresent() && Double.isFinite(value.getAsDouble())) out.writeNumber(number);
        else out.writeString(number);
    }

    private void texts(Vr vr, List<String> texts) throws IOException {
        if (texts.isEmpty()) return;
        out.writeArrayFieldStart("Value");
        for (String text : texts) text(vr, text);
        out.writeEndArray();
        if (vr == Vr.DS || vr == Vr.IS) {
            out.writeArrayFieldStart("text");
            for (String text : texts) out.writeString(text);
            out.writeEndArray();
        }
    }

    private void text(Vr vr, String text) throws IOException {
        switch (vr) {
            case PN -> name(text);
            case DS, IS -> {
                OptionalDouble value = PythonNumbers.real(text);
                if (value.isEmpty()) out.writeString(text);
                else if (vr == Vr.DS) number(PythonText.real(value.getAsDouble()));
                else out.writeNumber(whole(text, value.getAsDouble()));
            }
            default -> out.writeString(text);
        }
    }

    private static BigInteger whole(String text, double value) {
        return PythonNumbers.whole(text).orElseGet(() -> BigInteger.valueOf((long) value));
    }

    private void name(String text) throws IOException {
        out.writeStartObject();
        String[] groups = text.split("=", -1);
        for (int g = 0; g < Math.min(groups.length, COMPONENT_GROUPS.length); g++) {
            out.writeStringField(COMPONENT_GROUPS[g], groups[g]);
        }
        out.writeEndObject();
    }

    private void assigned(Assigned assigned) throws IOException {
        if (assigned.vr().kind() == Vr.Kind.BYTES) {
            if (!assigned.values().isEmpty()) bytes(bytesOf(assigned.values().get(0)));
            return;
        }
        boolean typed = assigned.vr().isText()
                && assigned.values().stream().allMatch(value -> value instanceof VariableValue.Text);
        if (typed) {
            texts(assigned.vr(), assigned.texts());
            return;
        }
        if (assigned.values().isEmpty()) return;
        out.writeArrayFieldStart("Value");
        for (VariableValue value : assigned.values()) mixed(assigned.vr(), value);
        out.writeEndArray();
    }

    private void mixed(Vr vr, VariableValue value) throws IOException {
        @Nullable String number = null;
        if (value instanceof VariableValue.Whole whole) {
            if (vr == Vr.AT) {
                out.writeString(Tag.hex(whole.number().intValue()));
                return;
            }
            number = vr.kind() == Vr.Kind.FLOATING
                    ? PythonText.real(whole.number().doubleValue())
                    : whole.number().toString();
        } else if (value instanceof VariableValue.Real real) {
            number = PythonText.real(real.number());
        } else if (value instanceof VariableValue.Text text && vr.isBinaryNumber()) {
            number = PythonNumbers.whole(text.text()).map(BigInteger::toString).orElse(null);
            if (number == null) out.writeString(text.text());
        } else if (value instanceof VariableValue.Text text) {
            out.writeString(text.text());
        }
        if (number != null) number(number);
    }

    private static byte[] bytesOf(VariableValue value) {
        if (value instanceof VariableValue.Octets octets) return octets.bytes();
        if (value instanceof VariableValue.Text text) return text.text().getBytes(StandardCharsets.UTF_8);
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void bytes(byte[] bytes) throws IOException {
        if (bytes.length == 0) return;
        if (bytes.length <= LONGEST_INLINE) {
            out.writeBinaryField("InlineBinary", bytes);
            return;
        }
        out.writeStringField("BulkHash", sha256(bytes));
        out.writeNumberField("BulkLength", bytes.length);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

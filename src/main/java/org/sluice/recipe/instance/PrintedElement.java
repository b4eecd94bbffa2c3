package org.sluice.recipe.instance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.PrivateDictionary;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Uids;
import org.sluice.dataset.Vr;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.python.PythonText;
import org.sluice.recipe.syntax.Reading;

/**
 * Elements as pydicom prints them: their value alone, or the whole element on one line, sequences over several.
 *
 * <p>In the strict reading that does not depend on how the data set happens to be encoded: the VR is that of the dictionary, or
 * of the resource of private elements, and a value whose VR nobody knows is the text that it is, or its bytes one by one.
 */
public final class PrintedElement {
    /** Longer values are not printed on the element's line, only counted. */
    private static final int LONGEST_SHOWN = 16;

    private static final int NAME_WIDTH = 35;
    private static final String INDENT = "   ";

    private final HeaderEdit part;
    private final Reading reading;
    private final boolean strict;

    private PrintedElement(HeaderEdit part, Reading reading) {
        this.part = part;
        this.reading = reading;
        this.strict = reading == Reading.STRICT;
    }

    /** The value as text: lists in brackets, sequences as the dump of their items; null when there is none. */
    public static @Nullable String value(HeaderEdit part, int i, Reading reading) {
        return new PrintedElement(part, reading).value(i);
    }

    /** Compat: the whole element on one line: {@code (0008,0060) Modality        CS: 'CT'}. */
    public static String line(HeaderEdit part, int i) {
        return new PrintedElement(part, Reading.COMPAT).line(i);
    }

    /** The VR under which the strict reading looks at an element that is no sequence, however it is written. */
    public static Vr seenVr(HeaderEdit part, int i) {
        Vr written = part.vr(i);
        if (written.kind() == Vr.Kind.BYTES) {
            return UnknownText.isText(part, i) ? Vr.LO : written;
        }
        if (UnknownText.mayBeWords(part, i)) return UnknownText.isText(part, i) ? Vr.LO : Vr.OW;
        if (!written.isText() || !Tag.isPrivate(part.tag(i)) || Tag.isPrivateCreator(part.tag(i))) return written;
        return publicVr(part, i) == null ? Vr.LO : written;
    }

    private static @Nullable Vr publicVr(HeaderEdit part, int i) {
        String creator = part.privateCreator(i);
        return creator == null ? null : PrivateDictionary.standard().vr(creator, part.tag(i));
    }

    /** The VR that a line shows: the same for every encoding of the element. */
    private String shownVr(int i) {
        int tag = part.tag(i);
        if (Tag.isPrivateCreator(tag)) return Vr.LO.name();
        if (Tag.isPrivate(tag)) {
            Vr known = publicVr(part, i);
            return known == null ? Vr.UN.name() : known.name();
        }
        return Dictionary.standard()
                .byTag(tag)
                .map(entry -> entry.vrs().size() == 1 ? entry.vr() : entry.vrs().contains(Vr.OW) ? Vr.OW : part.vr(i))
                .orElse(Vr.UN)
                .name();
    }

    /**
     * The values of a text VR, padding off as pydicom takes it off: one empty text for an empty value, and one text that may hold
     * anything for LT ST UT UR.
     */
    public static List<String> texts(Vr vr, String decoded) {
        String whole = stripEnd(decoded);
        if (!vr.isDividedText()) return List.of(whole);
        List<String> values = new ArrayList<>(2);
        int start = 0;
        for (int end = whole.indexOf('\\'); end >= 0; end = whole.indexOf('\\', start)) {
            values.add(trimmed(vr, whole.substring(start, end)));
            start = end + 1;
        }
        values.add(trimmed(vr, whole.substring(start)));
        return values;
    }

    private static String trimmed(Vr vr, String value) {
        return switch (vr) {
            case LO, SH, UC -> stripEnd(value);
            case AE, DS, IS -> PythonText.strip(value);
            default -> value;
        };
    }

    private static String stripEnd(String value) {
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == 0)) end--;
        return value.substring(0, end);
    }

    /** The numbers of a binary number VR or the tags of an AT, each printed. */
    public static List<String> numbers(HeaderEdit part, int i) {
        Vr vr = part.vr(i);
        int count = part.numberCount(i);
        List<String> printed = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            printed.add(
                    switch (vr) {
                        case AT -> Tag.format((int) part.integer(i, index));
                        case FL, FD -> PythonText.real(part.real(i, index));
                        case UV -> Long.toUnsignedString(part.integer(i, index));
                        default -> Long.toString(part.integer(i, index));
                    });
        }
        return printed;
    }

    private @Nullable String value(int i) {
        if (part.isSequence(i)) return dump(i);
        Vr vr = strict ? seenVr(part, i) : part.vr(i);
        return switch (vr.kind()) {
            case TEXT -> {
                List<String> texts = texts(vr, text(i));
                String only = texts.size() == 1 ? texts.get(0) : null;
                if (only == null) yield PythonText.list(quotedWhereText(vr, texts));
                yield only.isEmpty() && (vr == Vr.IS || vr == Vr.DS) ? null : only;
            }
            case INTEGER, FLOATING, TAG -> {
                List<String> numbers = numbers(part, i);
                yield numbers.isEmpty() ? null : numbers.size() == 1 ? numbers.get(0) : PythonText.list(numbers);
            }
            case BYTES, SEQUENCE -> part.valueLength(i) == 0 ? null : bytes(i);
        };
    }

    /** The characters of an element that holds text, whatever VR is written. */
    private String text(int i) {
        return part.vr(i).isText() ? part.text(i) : UnknownText.of(part, i);
    }

    private String bytes(int i) {
        return strict
                ? new String(UnknownText.littleEndian(part, i), StandardCharsets.ISO_8859_1)
                : PythonText.bytes(part.value(i));
    }

    private static List<String> quotedWhereText(Vr vr, List<String> texts) {
        return switch (vr) {
            case PN -> texts;
            case IS, DS ->
                texts.stream().map(text -> text.isEmpty() ? "''" : text).toList();
            default -> texts.stream().map(PythonText::quoted).toList();
        };
    }

    private String line(int i) {
        int tag = part.tag(i);
        String name = name(i);
        String padded = name.length() > NAME_WIDTH
                ? name.substring(0, NAME_WIDTH)
                : name + " ".repeat(NAME_WIDTH - name.length());
        String vr = part.isSequence(i) ? "SQ" : strict ? shownVr(i) : part.vr(i).name();
        return Tag.format(tag) + " " + padded + " " + vr + ": " + shown(i);
    }

    private String name(int i) {
        String creator = Tag.isPrivate(part.tag(i)) ? part.privateCreator(i) : null;
        return ElementNames.name(part.tag(i), creator, reading);
    }

    /** The value as it stands on the element's line. */
    private String shown(int i) {
        if (part.isSequence(i)) return "<Sequence, length " + part.itemCount(i) + ">";
        Vr vr = strict ? seenVr(part, i) : part.vr(i);
        return switch (vr.kind()) {
            case TEXT -> shownText(vr, texts(vr, text(i)));
            case INTEGER, FLOATING, TAG -> {
                List<String> numbers = numbers(part, i);
                yield numbers.isEmpty() ? "None" : several(numbers);
            }
            case BYTES, SEQUENCE -> {
                int length = part.valueLength(i);
                if (length == 0) yield "None";
                yield length > LONGEST_SHOWN ? array(length) : bytes(i);
            }
        };
    }

    private static String shownText(Vr vr, List<String> texts) {
        String only = texts.size() == 1 ? texts.get(0) : null;
        if (only == null) {
            return texts.size() > LONGEST_SHOWN ? array(texts.size()) : PythonText.list(quotedWhereText(vr, texts));
        }
        return switch (vr) {
            case IS -> only.isEmpty() ? "None" : "'" + whole(only) + "'";
            case DS -> only.isEmpty() ? "None" : "'" + only + "'";
            case UI -> only.isEmpty() ? "" : Uids.name(only);
            case LT, UC, UT -> {
                int length = only.codePointCount(0, only.length());
                yield length > LONGEST_SHOWN ? array(length) : PythonText.quoted(only);
            }
            default -> PythonText.quoted(only);
        };
    }

    private static String whole(String digits) {
        return PythonNumbers.whole(digits).map(Object::toString).orElse(digits);
    }

    private static String several(List<String> printed) {
        if (printed.size() > LONGEST_SHOWN) return array(printed.size());
        return printed.size() == 1 ? printed.get(0) : PythonText.list(printed);
    }

    private static String array(int length) {
        return "Array of " + length + " elements";
    }

    private String dump(int sequence) {
        StringBuilder out = new StringBuilder("[");
        for (int item = 0; item < part.itemCount(sequence); item++) item(out, sequence, item, 0);
        return out.append(']').toString();
    }

    private void item(StringBuilder out, int sequence, int item, int level) {
        String indent = INDENT.repeat(level);
        String separator = "";
        for (int i = sequence + 1; i < part.subtreeEnd(sequence); i = part.subtreeEnd(i)) {
            if (part.item(i) != item || !part.present(i)) continue;
            out.append(separator).append(indent);
            if (part.isSequence(i)) nested(out, i, level);
            else out.append(line(i));
            separator = "\n";
        }
    }

    private void nested(StringBuilder out, int sequence, int level) {
        int tag = part.tag(sequence);
        out.append(Tag.format(tag)).append("  ").append(name(sequence)).append("  ");
        out.append(part.itemCount(sequence)).append(" item(s) ---- ");
        for (int item = 0; item < part.itemCount(sequence); item++) {
            out.append('\n');
            item(out, sequence, item, level + 1);
            out.append('\n').append(INDENT.repeat(level + 1)).append("---------");
        }
    }
}

package org.sluice.recipe.instance;

import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;

/** The text that a value of unknown VR holds: a private element has none where VRs are implicit, PS3.5 6.2.2. */
public final class UnknownText {
    /** OW too: it is what a value that may be OB or OW is where VRs are implicit, PS3.5 annex A.1. */
    private static final Set<Vr> MAY_HOLD_TEXT = EnumSet.of(Vr.UN, Vr.OB, Vr.OW);

    private UnknownText() {}

    /** Whether the value is text in the character set in force: printable characters, and padding at its end; or nothing. */
    public static boolean isText(HeaderEdit part, int i) {
        if (part.valueLength(i) == 0) return part.vr(i) == Vr.UN;
        if (!MAY_HOLD_TEXT.contains(part.vr(i)) && !mayBeWords(part, i)) return false;
        String text = of(part, i);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) end--;
        return end > 0 && text.substring(0, end).chars().noneMatch(UnknownText::isNoText);
    }

    /** Whether a value is written as numbers that is words, OW, where VRs are implicit: of a look-up table, PS3.5 annex A.1. */
    static boolean mayBeWords(HeaderEdit part, int i) {
        Vr vr = part.vr(i);
        return (vr == Vr.US || vr == Vr.SS)
                && Dictionary.standard()
                        .byTag(part.tag(i))
                        .filter(entry -> entry.vrs().contains(Vr.OW))
                        .isPresent();
    }

    /** The value's characters, padding included. */
    public static String of(HeaderEdit part, int i) {
        byte[] value = littleEndian(part, i);
        return part.characterSet(i).decode(value, 0, value.length, Vr.LO);
    }

    /** The value's bytes, of words those of little endian order: the same however the data set is encoded. */
    static byte[] littleEndian(HeaderEdit part, int i) {
        Vr vr = part.vr(i);
        boolean swapped = part.byteOrder(i) == ByteOrder.BIG_ENDIAN && vr.size() > 1;
        return swapped ? Values.swapped(vr, part.value(i)) : part.value(i);
    }

    /** What the characters of a value say of it, where its VR does not. */
    public enum Look {
        /** A word, in characters that words are made of. */
        WORDS,
        /** Control characters: a number, or other bytes. */
        BYTES,
        /** Either may be so: of four bytes FF a number is minus one, and a text is four letters. */
        DOUBTFUL
    }

    /** The look of a value with characters beyond ASCII. */
    public static Look look(String text) {
        if (text.chars().anyMatch(c -> c < ' ' && "\t\n\f\r".indexOf(c) < 0)) return Look.BYTES;
        long letters =
                text.chars().filter(c -> c < 0x80 && Character.isLetter(c)).count();
        boolean usual = text.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || " ^=\\.,;:-_/'()&+#\t\n\f\r".indexOf(c) >= 0);
        return usual && letters >= 2 ? Look.WORDS : Look.DOUBTFUL;
    }

    private static boolean isNoText(int character) {
        boolean format = character == '\t' || character == '\n' || character == '\f' || character == '\r';
        return !format && (character < ' ' || (character >= 0x7F && character < 0xA0) || character == 0xFFFD);
    }
}

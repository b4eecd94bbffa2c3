package org.sluice.recipe;

import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Vr;

/** The text that a value of unknown VR holds: a private element has none where VRs are implicit, PS3.5 6.2.2. */
final class UnknownText {
    private UnknownText() {}

    /** Whether the value is text in the character set in force: printable characters, and padding at its end. */
    static boolean isText(HeaderEdit part, int i) {
        if (part.valueLength(i) == 0 || (part.vr(i) != Vr.UN && part.vr(i) != Vr.OB)) return false;
        String text = of(part, i);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) end--;
        return end > 0 && text.substring(0, end).chars().noneMatch(UnknownText::isNoText);
    }

    /** The value's characters, padding included. */
    static String of(HeaderEdit part, int i) {
        byte[] value = part.value(i);
        return part.characterSet(i).decode(value, 0, value.length, Vr.LO);
    }

    private static boolean isNoText(int character) {
        boolean format = character == '\t' || character == '\n' || character == '\f' || character == '\r';
        return !format && (character < ' ' || (character >= 0x7F && character < 0xA0) || character == 0xFFFD);
    }
}

package org.sluice.recipe.testing;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;

/** The value of an element as a line of a test file writes it. */
final class ElementText {
    private ElementText() {}

    /** Text without padding, numbers in decimal, bytes in hexadecimal, values divided by backslashes. */
    static String of(Header header, int element) {
        Vr vr = header.vr(element);
        return switch (vr.kind()) {
            case TEXT -> String.join("\\", header.texts(element));
            case INTEGER, FLOATING, TAG -> String.join("\\", numbers(header, element));
            case BYTES -> HexFormat.of().formatHex(header.value(element));
            case SEQUENCE -> header.itemCount(element) + " items";
        };
    }

    private static List<String> numbers(Header header, int element) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < header.numberCount(element); i++) {
            numbers.add(number(header, element, i));
        }
        return numbers;
    }

    private static String number(Header header, int element, int index) {
        return switch (header.vr(element)) {
            case FL -> Float.toString((float) header.real(element, index));
            case FD -> Double.toString(header.real(element, index));
            case UV -> Long.toUnsignedString(header.integer(element, index));
            case AT -> Tag.format((int) header.integer(element, index));
            default -> Long.toString(header.integer(element, index));
        };
    }
}

package org.sluice.recipe.pattern;

import java.util.Map;

/**
 * The other cases of a letter, spelt out. Neither engine is asked to ignore case itself: RE2/J takes seconds to fold a large
 * range, and for some letters newer than its tables it never ends.
 */
final class LetterCases {
    /** Letters that share a lower or upper case with one they are not a case of themselves. */
    private static final Map<Integer, String> COUSINS = Map.of(
            (int) 'i',
            "\u0130\u0131",
            (int) 'I',
            "\u0130\u0131",
            (int) 'k',
            "\u212A",
            (int) 'K',
            "\u212A",
            (int) 's',
            "\u017F",
            (int) 'S',
            "\u017F",
            0xE5,
            "\u212B",
            0xC5,
            "\u212B",
            0x3BC,
            "\u00B5",
            0x39C,
            "\u00B5");

    private LetterCases() {}

    /** Appends the other cases of a character as members of a class; nothing for what is no letter. */
    static void appendOthers(StringBuilder members, int c) {
        int upper = Character.toUpperCase(c);
        int lower = Character.toLowerCase(upper);
        int own = Character.toLowerCase(c);
        if (upper != c) {
            members.append(Escapes.hexEscape(upper));
        }
        if (lower != c) {
            members.append(Escapes.hexEscape(lower));
        }
        if (own != c && own != lower) {
            members.append(Escapes.hexEscape(own));
        }
        COUSINS.getOrDefault(c, "").codePoints().forEach(other -> members.append(Escapes.hexEscape(other)));
    }
}

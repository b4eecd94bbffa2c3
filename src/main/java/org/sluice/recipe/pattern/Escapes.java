package org.sluice.recipe.pattern;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a backslash and the character after it mean, outside and inside a character class. */
final class Escapes {
    /** Python's white space: {@code str.isspace}. */
    static final String SPACES =
            "\\x{9}-\\x{D}\\x{1C}-\\x{20}\\x{85}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}";

    static final String NOT_SPACES =
            "\\x{0}-\\x{8}\\x{E}-\\x{1B}\\x{21}-\\x{84}\\x{86}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}"
                    + "\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{10FFFF}";

    static final String WORD = "\\p{L}\\p{N}_";

    private Escapes() {}

    /** The members of the category {@code \c}, as they are written inside brackets; null if {@code c} names none. */
    static @Nullable String category(int c, Alphabet alphabet) {
        boolean ascii = alphabet == Alphabet.ASCII;
        return switch (c) {
            case 'd' -> ascii ? "0-9" : "\\p{Nd}";
            case 'D' -> ascii ? "\\x{0}-/:-\\x{10FFFF}" : "\\P{Nd}";
            case 's' -> ascii ? "\\x{9}-\\x{D}\\x{20}" : SPACES;
            case 'S' -> ascii ? "\\x{0}-\\x{8}\\x{E}-\\x{1F}!-\\x{10FFFF}" : NOT_SPACES;
            case 'w' -> ascii ? "0-9A-Za-z_" : WORD;
            case 'W' -> ascii ? "\\x{0}-/:-@\\x{5B}-\\x{5E}`\\x{7B}-\\x{10FFFF}" : NotWord.RANGES;
            default -> null;
        };
    }

    /** The character that an escape stands for; the backslash and {@code c} are already taken. */
    static int character(int c, Cursor in) {
        return switch (c) {
            case 'a' -> 0x07;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            case 'x' -> hex(in, 2);
            case 'u' -> hex(in, 4);
            case 'U' -> hex(in, 8);
            case 'N' -> named(in);
            case Cursor.END -> throw in.error("bad escape (end of pattern)");
            default -> {
                if (Cursor.isAsciiLetter(c)) {
                    throw in.error("bad escape \\" + (char) c);
                }
                yield c;
            }
        };
    }

    /** An octal escape: {@code first} is taken, up to two more digits follow. */
    static int octal(int first, Cursor in) {
        int value = Integer.parseInt((char) first + in.digits(8, 2), 8);
        if (value > 0xFF) {
            throw in.error("octal escape value outside of range 0-0o377");
        }
        return value;
    }

    private static int hex(Cursor in, int digits) {
        String found = in.digits(16, digits);
        if (found.length() < digits) {
            throw in.error("incomplete escape");
        }
        long value = Long.parseLong(found, 16);
        if (value > Character.MAX_CODE_POINT) {
            throw in.error("bad escape: no such character");
        }
        return (int) value;
    }

    private static int named(Cursor in) {
        if (!in.take("{")) {
            throw in.error("missing {");
        }
        String name = in.until('}', "name");
        try {
            return Character.codePointOf(name);
        } catch (IllegalArgumentException unknown) {
            throw in.error("undefined character name");
        }
    }

    /** Which characters {@code \w \d \s \b} know. */
    enum Alphabet {
        UNICODE,
        ASCII
    }

    /** The complement of {@link #WORD} as ranges, worked out when an expression first asks for it. */
    private static final class NotWord {
        static final String RANGES = ranges(c -> !isWord(c));

        private static boolean isWord(int c) {
            int type = Character.getType(c);
            return c == '_'
                    || Character.isLetter(c)
                    || type == Character.DECIMAL_DIGIT_NUMBER
                    || type == Character.LETTER_NUMBER
                    || type == Character.OTHER_NUMBER;
        }

        private static String ranges(IntPredicate member) {
            StringBuilder ranges = new StringBuilder();
            int start = -1;
            for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
                boolean in = c <= Character.MAX_CODE_POINT && member.test(c);
                if (in && start < 0) {
                    start = c;
                }
                if (!in && start >= 0) {
                    ranges.append(hexEscape(start)).append('-').append(hexEscape(c - 1));
                    start = -1;
                }
            }
            return ranges.toString();
        }
    }

    static String hexEscape(int c) {
        return "\\x{" + Integer.toHexString(c) + "}";
    }
}

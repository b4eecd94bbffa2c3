package org.sluice.dataset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The graphic character sets of PS3.3 table C.12-3 and C.12-4, each with the ISO 2022 escape sequence that designates it: to
 * G0 (bytes 21-7E) or to G1 (bytes A0-FF).
 */
enum GraphicSet {
    ASCII(0, 1, "(B", "US-ASCII"),
    ROMAJI(0, 1, "(J", "US-ASCII"),
    JIS_X_0208(0, 2, "$B", "x-JIS0208"),
    JIS_X_0212(0, 2, "$(D", "JIS_X0212-1990"),
    KATAKANA(1, 1, ")I", "JIS_X0201"),
    LATIN_1(1, 1, "-A", "ISO-8859-1"),
    LATIN_2(1, 1, "-B", "ISO-8859-2"),
    LATIN_3(1, 1, "-C", "ISO-8859-3"),
    LATIN_4(1, 1, "-D", "ISO-8859-4"),
    CYRILLIC(1, 1, "-L", "ISO-8859-5"),
    ARABIC(1, 1, "-G", "ISO-8859-6"),
    GREEK(1, 1, "-F", "ISO-8859-7"),
    HEBREW(1, 1, "-H", "ISO-8859-8"),
    LATIN_5(1, 1, "-M", "ISO-8859-9"),
    LATIN_9(1, 1, "-b", "ISO-8859-15"),
    THAI(1, 1, "-T", "TIS-620"),
    KS_X_1001(1, 2, "$)C", "EUC-KR"),
    GB_2312(1, 2, "$)A", "GB2312");

    private static final byte ESC = 0x1B;
    private static final GraphicSet[] VALUES = values();

    private final int register;
    private final int bytesPerCharacter;
    private final String escape;
    private final Charset charset;

    GraphicSet(int register, int bytesPerCharacter, String escape, String charset) {
        this.register = register;
        this.bytesPerCharacter = bytesPerCharacter;
        this.escape = '\u001B' + escape;
        this.charset = Charset.forName(charset);
    }

    /** The set whose escape sequence stands at {@code at}, or null. */
    static @Nullable GraphicSet designatedAt(byte[] bytes, int at, int end) {
        if (bytes[at] != ESC) {
            return null;
        }
        for (GraphicSet set : VALUES) {
            if (set.isDesignatedAt(bytes, at, end)) {
                return set;
            }
        }
        return null;
    }

    private boolean isDesignatedAt(byte[] bytes, int at, int end) {
        for (int i = 0; i < escape.length(); i++) {
            if (at + i >= end || bytes[at + i] != escape.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** 0 for G0, 1 for G1. */
    int register() {
        return register;
    }

    /** 1 or 2. */
    int bytesPerCharacter() {
        return bytesPerCharacter;
    }

    /** The bytes that designate this set, ESC included. */
    byte[] escape() {
        return escape.getBytes(StandardCharsets.US_ASCII);
    }

    /** What reads the bytes of this set as they stand in a value, for G1 with the high bit set. */
    Charset charset() {
        return charset;
    }

    /** The bytes of a character, or null when this set lacks it. */
    byte @Nullable [] encode(int codePoint) {
        if (this == ROMAJI && (codePoint == '\u00A5' || codePoint == '\u203E')) {
            return new byte[] {(byte) (codePoint == '\u00A5' ? '\\' : '~')};
        }
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(Character.toChars(codePoint)));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return belongs(bytes) ? bytes : null;
        } catch (CharacterCodingException e) {
            return null; // the set lacks the character: what the caller asked
        }
    }

    /** Java's charsets for G1 hold ASCII too, and EUC forms have sequences of other lengths. */
    private boolean belongs(byte[] bytes) {
        return bytes.length == bytesPerCharacter && (bytes[0] < 0) == (register == 1);
    }
}

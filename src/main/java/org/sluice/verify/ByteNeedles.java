package org.sluice.verify;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bytes in which values of an original may stand in a value that is no text: in ASCII, Latin-1, UTF-8 and UTF-16. None that an
 * image could have by chance: they are long, and do not only rise or fall. Immutable once made.
 */
final class ByteNeedles {
    /** Bytes of the shortest in a bulk value. */
    static final int SHORTEST = 6;

    /** In pixel data, of which there may be terabytes. */
    static final int SHORTEST_IN_PIXELS = 8;

    static final int LONGEST = 256;
    private static final int FILTER_BITS = 16;
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE);

    /**
     * One of them.
     *
     * @param bytes ASCII letters in lower case
     * @param ofDigits whether a digit before or behind it makes it another number
     */
    record Needle(byte[] bytes, boolean ofDigits, IdentifyingValue value) {}

    private final Map<Integer, List<Needle>> byEnd = new HashMap<>();
    private final boolean[] filter = new boolean[1 << FILTER_BITS];
    private final Set<String> texts = new HashSet<>();

    ByteNeedles(SearchedForms forms) {
        forms.nameWords.forEach(this::text);
        for (SearchedForms.Name name : forms.names) {
            text(name.value().text(), name.value());
            List<String> words = new ArrayList<>(name.words());
            if (words.size() == 2) {
                for (String between : List.of(" ", "^", ", ", "_", "")) {
                    text(words.get(0) + between + words.get(1), name.value());
                    text(words.get(1) + between + words.get(0), name.value());
                }
            }
        }
        forms.phrases.stream()
                .filter(phrase -> phrase.value().category() != Category.DESCRIPTION)
                .forEach(phrase -> {
                    text(phrase.text(), phrase.value());
                    text(phrase.value().text(), phrase.value());
                });
        forms.dates.forEach((date, value) -> {
            text(date.format(DateTimeFormatter.BASIC_ISO_DATE), value);
            text(date.toString(), value);
        });
        forms.phones.forEach((digits, value) -> {
            text(digits, value);
            text(value.text(), value);
        });
        forms.uids.forEach(this::text);
    }

    private void text(String text, IdentifyingValue value) {
        if (texts.add(text) && !isMonotone(text)) {
            Set<String> written = new HashSet<>();
            for (Charset charset : CHARSETS) {
                byte[] bytes = folded(text.getBytes(charset));
                boolean isNew = written.add(new String(bytes, StandardCharsets.ISO_8859_1));
                if (isNew && charset.newEncoder().canEncode(text)) {
                    add(new Needle(bytes, isDigits(text), value), charset);
                }
            }
        }
    }

    private void add(Needle needle, Charset charset) {
        int characters = charset.equals(StandardCharsets.UTF_16LE) ? needle.bytes.length / 2 : needle.bytes.length;
        if (characters >= SHORTEST && needle.bytes.length <= LONGEST) {
            int end = end(needle.bytes, needle.bytes.length);
            byEnd.computeIfAbsent(end, key -> new ArrayList<>()).add(needle);
            filter[slot(end)] = true;
        }
    }

    private static boolean isDigits(String text) {
        return Character.isDigit(text.charAt(0)) && Character.isDigit(text.charAt(text.length() - 1));
    }

    /** A ramp of grey values is one. */
    private static boolean isMonotone(String text) {
        boolean rises = true;
        boolean falls = true;
        for (int i = 1; i < text.length(); i++) {
            rises &= text.charAt(i) >= text.charAt(i - 1);
            falls &= text.charAt(i) <= text.charAt(i - 1);
        }
        return rises || falls;
    }

    static byte[] folded(byte[] bytes) {
        byte[] folded = bytes.clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = folded(folded[i]);
        }
        return folded;
    }

    static byte folded(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
    }

    boolean isEmpty() {
        return byEnd.isEmpty();
    }

    /** Whether one may end with these four bytes, folded, the last lowest. */
    boolean mayEnd(int four) {
        return filter[slot(four)];
    }

    List<Needle> ending(int four) {
        return byEnd.getOrDefault(four, List.of());
    }

    private static int slot(int four) {
        return (four * 0x9E37_79B1) >>> (Integer.SIZE - FILTER_BITS);
    }

    private static int end(byte[] bytes, int to) {
        return ((bytes[to - 4] & 0xFF) << 24)
                | ((bytes[to - 3] & 0xFF) << 16)
                | ((bytes[to - 2] & 0xFF) << 8)
                | (bytes[to - 1] & 0xFF);
    }
}

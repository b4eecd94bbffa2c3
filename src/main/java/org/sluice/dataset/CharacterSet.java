package org.sluice.dataset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The character repertoires a data set's text is written in: Specific Character Set (0008,0005), PS3.3 C.12.1.1.2 and PS3.5
 * 6.1. Immutable and shared.
 *
 * <p>Decoding is lenient: bytes that mean nothing become U+FFFD, and where no set is declared bytes above 7F are read as
 * ISO 8859-1. Encoding is strict: what cannot be expressed is an error.
 */
public final class CharacterSet {
    /** ISO IR 6, that is ASCII: what holds where no character set is declared. */
    public static final CharacterSet DEFAULT = new CharacterSet("", null, List.of(GraphicSet.ASCII), false, null);

    /** ISO_IR 192. */
    public static final CharacterSet UTF_8 =
            new CharacterSet("ISO_IR 192", StandardCharsets.UTF_8, List.of(GraphicSet.ASCII), false, null);

    private static final Pattern ISO_TERM = Pattern.compile("ISO[ _-]?(2022[ _-]?)?IR[ _-]?(\\d{1,3})");
    private static final Pattern DEFINED = Pattern.compile(
            "(|ISO_IR (6|13|203|1(?!49|59)\\d\\d)|GB18030|GBK|ISO 2022 IR \\d+(\\\\ISO 2022 (IR \\d+|GBK))*|(\\\\ISO 2022 (IR \\d+|GBK))+)");
    private static final Map<String, List<GraphicSet>> BY_REGISTRATION = Map.ofEntries(
            Map.entry("6", List.of(GraphicSet.ASCII)),
            Map.entry("13", List.of(GraphicSet.ROMAJI, GraphicSet.KATAKANA)),
            Map.entry("58", List.of(GraphicSet.GB_2312)),
            Map.entry("87", List.of(GraphicSet.JIS_X_0208)),
            Map.entry("100", List.of(GraphicSet.ASCII, GraphicSet.LATIN_1)),
            Map.entry("101", List.of(GraphicSet.ASCII, GraphicSet.LATIN_2)),
            Map.entry("109", List.of(GraphicSet.ASCII, GraphicSet.LATIN_3)),
            Map.entry("110", List.of(GraphicSet.ASCII, GraphicSet.LATIN_4)),
            Map.entry("126", List.of(GraphicSet.ASCII, GraphicSet.GREEK)),
            Map.entry("127", List.of(GraphicSet.ASCII, GraphicSet.ARABIC)),
            Map.entry("138", List.of(GraphicSet.ASCII, GraphicSet.HEBREW)),
            Map.entry("144", List.of(GraphicSet.ASCII, GraphicSet.CYRILLIC)),
            Map.entry("148", List.of(GraphicSet.ASCII, GraphicSet.LATIN_5)),
            Map.entry("149", List.of(GraphicSet.KS_X_1001)),
            Map.entry("159", List.of(GraphicSet.JIS_X_0212)),
            Map.entry("166", List.of(GraphicSet.ASCII, GraphicSet.THAI)),
            Map.entry("203", List.of(GraphicSet.ASCII, GraphicSet.LATIN_9)));

    /** Values seen lately; bounded, because they come off the wire. */
    private static final Map<String, CharacterSet> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 256;

    private final String terms;
    private final @Nullable Charset whole;
    private final List<GraphicSet> sets;
    private final boolean codeExtensions;
    private final @Nullable String unknownTerm;

    private CharacterSet(
            String terms,
            @Nullable Charset whole,
            List<GraphicSet> sets,
            boolean codeExtensions,
            @Nullable String unknownTerm) {
        this.terms = terms;
        this.whole = whole;
        this.sets = sets;
        this.codeExtensions = codeExtensions;
        this.unknownTerm = unknownTerm;
    }

    /**
     * The character set of a value of (0008,0005): defined terms divided by backslashes, of which the first may be empty.
     * Common misspellings ({@code ISO IR 100}) are understood; see {@link #unknownTerm} for others.
     */
    public static CharacterSet of(String value) {
        CharacterSet known = KNOWN.get(value);
        if (known == null) {
            known = parse(value.strip().replace("\0", ""));
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(value, known);
            }
        }
        return known;
    }

    private static CharacterSet parse(String value) {
        String[] terms = value.split("\\\\", -1);
        @Nullable Charset whole = multiByte(terms[0].strip());
        if (whole != null) {
            return new CharacterSet(value, whole, List.of(GraphicSet.ASCII), false, null);
        }
        List<GraphicSet> sets = new ArrayList<>();
        boolean extensions = terms.length > 1;
        @Nullable String unknown = null;
        for (String term : terms) {
            Matcher iso = ISO_TERM.matcher(term.strip().isEmpty() ? "ISO_IR 6" : term.strip());
            List<GraphicSet> found = iso.matches() ? BY_REGISTRATION.get(iso.group(2)) : null;
            if (found == null) {
                unknown = term.strip();
                continue;
            }
            extensions |= iso.group(1) != null;
            found.stream().filter(set -> !sets.contains(set)).forEach(sets::add);
        }
        if (sets.isEmpty() || (sets.get(0) != GraphicSet.ROMAJI && sets.get(0) != GraphicSet.ASCII)) {
            sets.add(0, GraphicSet.ASCII);
        }
        return new CharacterSet(value, null, List.copyOf(sets), extensions, unknown);
    }

    /** The sets that admit no code extensions and stand alone, PS3.3 table C.12-5. */
    private static @Nullable Charset multiByte(String term) {
        return switch (term) {
            case "ISO_IR 192", "ISO IR 192", "UTF-8", "UTF8" -> StandardCharsets.UTF_8;
            case "GB18030" -> Charset.forName("GB18030");
            case "GBK", "ISO 2022 GBK" -> Charset.forName("GBK");
            default -> null;
        };
    }

    /** Whether a value of (0008,0005) is made of defined terms, PS3.3 C.12.1.1.2, as they are written there. */
    public static boolean isDefined(String value) {
        return DEFINED.matcher(value).matches() && of(value).unknownTerm().isEmpty();
    }

    /** The value of (0008,0005) this came from. */
    public String terms() {
        return terms;
    }

    /** A declared term that the standard does not define: text beyond ASCII cannot be relied upon. */
    public Optional<String> unknownTerm() {
        return Optional.ofNullable(unknownTerm);
    }

    /** Whether ISO 2022 escape sequences may occur. */
    boolean codeExtensions() {
        return codeExtensions;
    }

    /** The declared sets, the one that is G0 at the start first. */
    List<GraphicSet> sets() {
        return sets;
    }

    /** The text of a value; nothing is trimmed. Never fails. */
    public String decode(byte[] bytes, int offset, int length, Vr vr) {
        if (!vr.usesCharacterSet() || isPlainAscii(bytes, offset, length)) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
        if (whole != null) {
            return new String(bytes, offset, length, whole);
        }
        if (!codeExtensions && sets.size() == 1) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
        return new Iso2022(this, vr).decode(bytes, offset, length);
    }

    /**
     * The bytes of a text, not padded. VRs that the character set does not apply to take ASCII only.
     *
     * @throws DataSetException when a character cannot be expressed
     */
    public byte[] encode(String text, Vr vr) throws DataSetException {
        if (isPlainAscii(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        if (!vr.usesCharacterSet()) {
            return encode(text, StandardCharsets.US_ASCII, DEFAULT);
        }
        if (whole != null) {
            return encode(text, whole, this);
        }
        return new Iso2022(this, vr).encode(text);
    }

    private static byte[] encode(String text, Charset charset, CharacterSet declared) throws DataSetException {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw inexpressible(declared);
        }
    }

    /** Names the set in words of ours: a term that is not defined may be any text of the instance. */
    static DataSetException inexpressible(CharacterSet declared) {
        return new DataSetException("expected characters of " + declared.described() + ", found one that it lacks");
    }

    private String described() {
        if (unknownTerm != null) {
            return "a Specific Character Set that PS3.3 does not define";
        }
        if (whole != null) {
            return whole.name(); // nobody has looked at what stands behind its term
        }
        return terms.isEmpty() ? "ISO_IR 6 (ASCII)" : terms;
    }

    /** The same bytes in every character set. */
    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainAscii(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0 || bytes[i] == 0x1B) {
                return false;
            }
        }
        return true;
    }
}

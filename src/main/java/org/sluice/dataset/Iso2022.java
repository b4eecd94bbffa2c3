package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text with code extensions, PS3.5 6.1.2.5: which set bytes below 80 (G0) and above (G1) belong to changes with escape
 * sequences, and returns to that of the first declared term at control characters and delimiters (6.1.2.5.3). For one value.
 */
final class Iso2022 {
    private final CharacterSet characterSet;
    private final Vr vr;
    private final GraphicSet initialG0;
    private final @Nullable GraphicSet initialG1;
    private GraphicSet g0;
    private @Nullable GraphicSet g1;

    Iso2022(CharacterSet characterSet, Vr vr) {
        this.characterSet = characterSet;
        this.vr = vr;
        this.initialG0 = characterSet.sets().get(0);
        this.initialG1 = firstTermG1(characterSet);
        this.g0 = initialG0;
        this.g1 = initialG1;
    }

    /** A G1 set directly behind the initial G0 belongs to the first term, unless that term was ISO_IR 6 alone. */
    private static @Nullable GraphicSet firstTermG1(CharacterSet characterSet) {
        boolean firstIsAscii =
                characterSet.terms().startsWith("\\") || characterSet.terms().matches("ISO.?(2022.?)?IR.?6\\\\.*");
        if (firstIsAscii || characterSet.sets().size() < 2) {
            return null;
        }
        GraphicSet second = characterSet.sets().get(1);
        return second.register() == 1 ? second : null;
    }

    // ---- decoding

    String decode(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            GraphicSet designated = characterSet.codeExtensions() ? GraphicSet.designatedAt(bytes, at, end) : null;
            if (designated != null) {
                designate(designated);
                at += designated.escape().length;
            } else if (bytes[at] < 0) {
                at = upperRun(bytes, at, end, text);
            } else if (bytes[at] > ' ' && g0.bytesPerCharacter() == 2) {
                at = pairRun(bytes, at, end, text);
            } else {
                text.append((char) bytes[at]);
                resetAt(bytes[at]);
                at++;
            }
        }
        return text.toString();
    }

    private int upperRun(byte[] bytes, int at, int end, StringBuilder text) {
        int stop = at;
        while (stop < end && bytes[stop] < 0) {
            stop++;
        }
        Charset charset = g1 == null ? StandardCharsets.ISO_8859_1 : g1.charset();
        text.append(new String(bytes, at, stop - at, charset));
        return stop;
    }

    private int pairRun(byte[] bytes, int at, int end, StringBuilder text) {
        int stop = at;
        while (stop + 1 < end && bytes[stop] > ' ' && bytes[stop + 1] > ' ') {
            stop += 2;
        }
        if (stop == at) {
            text.append('\uFFFD');
            return at + 1;
        }
        text.append(new String(bytes, at, stop - at, g0.charset()));
        return stop;
    }

    private void designate(GraphicSet set) {
        if (set.register() == 0) {
            g0 = set;
        } else {
            g1 = set;
        }
    }

    private void resetAt(int character) {
        if (resets(character)) {
            g0 = initialG0;
            g1 = initialG1;
        }
    }

    /** Line and page ends, tabs, and what divides values and the components of names. */
    private boolean resets(int character) {
        return switch (character) {
            case '\t', '\n', '\f', '\r' -> true;
            case '\\' -> vr.isDividedText();
            case '^', '=' -> vr == Vr.PN;
            default -> false;
        };
    }

    // ---- encoding

    byte[] encode(String text) throws DataSetException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (resets(character)) {
                returnToInitial(out);
                out.write(character);
            } else if (character < 0x80) {
                returnG0(out);
                out.write(character);
            } else {
                extended(character, out);
            }
        }
        returnToInitial(out);
        return out.toByteArray();
    }

    private void extended(int character, ByteArrayOutputStream out) throws DataSetException {
        if (write(g1, character, out) || write(g0, character, out)) {
            return;
        }
        for (GraphicSet set : characterSet.sets()) {
            byte @Nullable [] encoded = set.encode(character);
            if (encoded != null && (characterSet.codeExtensions() || set == initialG0)) {
                out.writeBytes(set.escape());
                designate(set);
                out.writeBytes(encoded);
                return;
            }
        }
        throw CharacterSet.inexpressible(characterSet);
    }

    private static boolean write(@Nullable GraphicSet set, int character, ByteArrayOutputStream out) {
        byte @Nullable [] encoded = set == null ? null : set.encode(character);
        if (encoded == null) {
            return false;
        }
        out.writeBytes(encoded);
        return true;
    }

    private void returnG0(ByteArrayOutputStream out) {
        if (g0 != initialG0) {
            out.writeBytes(initialG0.escape());
            g0 = initialG0;
        }
    }

    private void returnToInitial(ByteArrayOutputStream out) {
        returnG0(out);
        if (g1 != initialG1 && initialG1 != null) {
            out.writeBytes(initialG1.escape());
        }
        g1 = initialG1;
    }
}

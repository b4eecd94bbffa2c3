package org.sluice.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;

/** Looks in the elements of an output for values of an original. Used by any number of threads. */
final class LeakSearch {
    /** Of the shortest word of a name that counts alone in bytes that are no text. */
    private static final int SHORTEST_WORD_IN_BYTES = 6;

    private static final int SHORTEST_RUN = 6;
    private static final int MOSTLY = 90;

    /** Where a name is that of a product or of a code: a single word there is no person's. */
    private static final Set<Integer> PRODUCTS = Set.of(
            0x0008_0070, // Manufacturer
            0x0008_1090, // Manufacturer's Model Name
            0x0018_1020, // Software Versions
            0x0002_0013); // Implementation Version Name

    private static final int CODE_MEANING = 0x0008_0104;

    private final TextSearch texts;
    private final ByteNeedles bytes;

    LeakSearch(IdentifyingValues values) {
        SearchedForms forms = new SearchedForms(values);
        this.texts = new TextSearch(forms);
        this.bytes = new ByteNeedles(forms);
    }

    ByteNeedles needles() {
        return bytes;
    }

    /**
     * What is met in one element.
     *
     * @param written whether a recipe has written it so: its dates were moved, and one may be another one's by chance
     */
    Set<IdentifyingValue> in(Header header, int element, boolean written) {
        Set<IdentifyingValue> met = new LinkedHashSet<>();
        Vr vr = header.vr(element);
        if (header.isSequence(element) || !header.isHeld(element)) {
            return met;
        }
        switch (vr.kind()) {
            case TEXT -> text(header, element, written, met);
            case BYTES -> bytes(header.value(element), Tag.isPrivate(header.tag(element)) || vr == Vr.UN, met);
            default -> {}
        }
        return met;
    }

    private void text(Header header, int element, boolean written, Set<IdentifyingValue> met) {
        int tag = header.tag(element);
        switch (header.vr(element)) {
            case DS, IS, AS, TM -> {}
            case DA, DT -> {
                if (!written) {
                    texts.dates(header.text(element), met::add);
                }
            }
            case UI -> texts.uids(header.text(element), met::add);
            default -> {
                boolean ofProduct = PRODUCTS.contains(tag);
                TextSearch.Depth depth =
                        new TextSearch.Depth(SearchedForms.SHORTEST_WORD, !ofProduct, !written, tag != CODE_MEANING);
                inText(header, element, depth, met);
            }
        }
    }

    /** Also as if its character set were another: a name in UTF-8 that is declared as Latin-1 is a name. */
    private void inText(Header header, int element, TextSearch.Depth depth, Set<IdentifyingValue> met) {
        String text = header.text(element);
        texts.search(text, depth, met::add);
        byte[] raw = header.value(element);
        if (!isAscii(raw)) {
            texts.search(new String(raw, StandardCharsets.UTF_8), depth, met::add);
            texts.search(new String(raw, StandardCharsets.ISO_8859_1), depth, met::add);
        }
    }

    /** A value without a character set, or one that is no text: what reads as text in it, and the bytes themselves. */
    void bytes(byte[] value, boolean mayBeText, Set<IdentifyingValue> met) {
        ByteSearch search = new ByteSearch(bytes, ByteNeedles.SHORTEST);
        search.accept(ByteBuffer.wrap(value));
        met.addAll(search.end());
        boolean isText = mayBeText && isMostlyText(value);
        TextSearch.Depth depth =
                isText ? TextSearch.Depth.TEXT : new TextSearch.Depth(SHORTEST_WORD_IN_BYTES, true, true, true);
        String latin = isText ? new String(value, StandardCharsets.ISO_8859_1) : runs(value);
        texts.search(latin, depth, met::add);
        if (isText && !isAscii(value)) {
            texts.search(new String(value, StandardCharsets.UTF_8), depth, met::add);
        }
    }

    /** A name of a file, or another text beside the data set. */
    Set<IdentifyingValue> in(String text) {
        Set<IdentifyingValue> met = new LinkedHashSet<>();
        texts.search(text, TextSearch.Depth.TEXT, met::add);
        return met;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** Bytes above 7F are half of what is random, and few of what is text in the languages whose scripts are Latin. */
    private static boolean isMostlyText(byte[] value) {
        int ascii = 0;
        int above = 0;
        for (byte b : value) {
            ascii += isPrintable(b) || b == 0 || b == '\r' || b == '\n' || b == '\t' ? 1 : 0;
            above += b < 0 ? 1 : 0;
        }
        boolean fewAbove = above * 4L <= value.length;
        return fewAbove && (ascii + above) * 100L >= (long) value.length * MOSTLY && hasRun(value);
    }

    private static boolean hasRun(byte[] value) {
        int run = 0;
        for (byte b : value) {
            run = isPrintable(b) ? run + 1 : 0;
            if (run >= SearchedForms.SHORTEST_WORD) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPrintable(byte b) {
        return b >= 0x20 && b < 0x7F;
    }

    /** The stretches of printable ASCII, one a line. */
    private static String runs(byte[] value) {
        StringBuilder all = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= value.length; i++) {
            if (i == value.length || !isPrintable(value[i])) {
                if (i - start >= SHORTEST_RUN) {
                    all.append(new String(value, start, i - start, StandardCharsets.US_ASCII))
                            .append('\n');
                }
                start = i + 1;
            }
        }
        return all.toString();
    }
}

package org.sluice.recipe.syntax;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/** Reads the field of a criterion: a keyword, exactly as the dictionary writes it, or {@code 0xGGGGEEEE}. */
final class StrictFilterFields {
    private static final Pattern TAG = Pattern.compile("0([xX])(\\p{XDigit}{8})");
    private static final int FILE_META_GROUP = 0x0002;

    private final Problems problems;

    StrictFilterFields(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    FilterField read(Span at, String written, Filter filter) {
        Matcher hex = TAG.matcher(written);
        if (hex.matches()) {
            return tag(at, written, hex, filter);
        }
        OptionalInt bare = Tag.parse(written);
        if (bare.isPresent()) {
            problems.fixable(at, "expected a keyword or 0xGGGGEEEE", "0x" + Tag.hex(bare.getAsInt()));
            return null;
        }
        if (written.regionMatches(true, 0, "0x", 0, 2)) {
            problems.error(
                    at, "expected eight hexadecimal digits after 0x, found " + Quoted.text(written.substring(2)));
            return null;
        }
        Dictionary.Entry entry = Keywords.exact(written).orElse(null);
        return entry == null ? unknown(at, written) : keyword(at, written, entry, filter);
    }

    private @Nullable FilterField tag(Span at, String written, Matcher hex, Filter filter) {
        if (hex.group(1).equals("X")) {
            problems.fixable(at, "expected 0x with a lower-case x", "0x" + hex.group(2));
            return null;
        }
        int tag = Integer.parseUnsignedInt(hex.group(2), 16);
        if (filter.takesValue()) {
            problems.note(
                    at,
                    "the value is compared, as with a keyword;"
                            + " deid 0.4.12 compares the whole printed element (tag, name, VR and value)");
        } else if (Dictionary.standard()
                .byTag(tag)
                .map(entry -> !entry.vr().isText())
                .orElse(true)) {
            problems.note(
                    at,
                    "an element of this tag is treated as with a keyword;"
                            + " deid 0.4.12 finds an empty number by its tag neither missing nor empty");
        }
        noteFileMeta(at, tag);
        Dictionary.standard().byTag(tag).ifPresent(entry -> warnOfZero(at, entry, filter));
        return new FilterField.Tag(at, written, tag);
    }

    private @Nullable FilterField keyword(Span at, String written, Dictionary.Entry entry, Filter filter) {
        if (Keywords.isRepeating(entry)) {
            problems.unknown(
                    at,
                    "expected one element: " + written + " occurs in several groups",
                    List.of("0x" + Tag.hex(entry.tag())));
            return null;
        }
        noteFileMeta(at, entry.tag());
        warnOfZero(at, entry, filter);
        return new FilterField.Keyword(at, written, entry.tag());
    }

    private @Nullable FilterField unknown(Span at, String written) {
        problems.unknownKeyword(at, "expected the keyword of an element or 0xGGGGEEEE", written);
        return null;
    }

    private void noteFileMeta(Span at, int tag) {
        if (Tag.group(tag) == FILE_META_GROUP) {
            problems.note(at, "the file meta information is read here; in deid 0.4.12 no filter ever sees it");
        }
    }

    private void warnOfZero(Span at, Dictionary.Entry entry, Filter filter) {
        Vr vr = entry.vr();
        if (filter == Filter.EMPTY && Keywords.isNumber(vr)) {
            problems.warning(
                    at, "a single number equal to zero counts as empty, and this element is a number (" + vr + ")");
        }
    }
}

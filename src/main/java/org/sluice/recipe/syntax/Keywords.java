package org.sluice.recipe.syntax;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;

/** The keywords of the data dictionary, as recipes name them. */
final class Keywords {
    private static final Map<String, Dictionary.Entry> BY_LOWER_CASE = byLowerCase();

    /** What no action may change; ADD alone could, in deid (Q37). */
    private static final Set<String> PROTECTED = Set.of(
            "PixelData",
            "RedPaletteColorLookupTableData",
            "GreenPaletteColorLookupTableData",
            "BluePaletteColorLookupTableData",
            "VOILUTSequence",
            "FileMetaInformationGroupLength",
            "FileMetaInformationVersion",
            "TransferSyntaxUID",
            "ImplementationClassUID");

    private Keywords() {}

    static Optional<Dictionary.Entry> exact(String keyword) {
        return keyword.isEmpty() ? Optional.empty() : Dictionary.standard().byKeyword(keyword);
    }

    static Optional<Dictionary.Entry> anyCase(String keyword) {
        return Optional.ofNullable(BY_LOWER_CASE.get(keyword.toLowerCase(Locale.ROOT)));
    }

    /** What an unknown keyword may have meant; at most three, all as likely. */
    static List<String> suggestions(String misspelt) {
        return anyCase(misspelt).map(entry -> List.of(entry.keyword())).orElseGet(() -> Dictionary.standard()
                .suggestions(misspelt, 3));
    }

    static boolean isProtected(Dictionary.Entry entry) {
        return PROTECTED.contains(entry.keyword());
    }

    /** True for the tag forms of a repeating group, such as 60xx. */
    static boolean isRepeating(Dictionary.Entry entry) {
        return entry.mask() != -1;
    }

    /** The line of the dictionary for a field that names one element; empty for private elements and the rest. */
    static Optional<Dictionary.Entry> named(Field field) {
        if (field instanceof Field.Keyword keyword) {
            return anyCase(keyword.written());
        }
        if (field instanceof Field.Tag tag) {
            return Dictionary.standard().byTag(tag.tag());
        }
        if (field instanceof Field.NamePath path) {
            return anyCase(path.keywords().get(path.keywords().size() - 1));
        }
        if (field instanceof Field.ItemPath path) {
            return Dictionary.standard().byTag(path.tags().get(path.tags().size() - 1));
        }
        return Optional.empty();
    }

    /** The VRs an element may have; none when only the instance can tell. */
    static List<Vr> vrs(Field field) {
        if (field instanceof Field.SelectVr select) {
            return Stream.of(Vr.values())
                    .filter(vr -> vr.name().equals(select.vr()))
                    .toList();
        }
        if (field instanceof Field.ContentItem item) {
            Vr vr = Field.ContentItem.VALUE_TYPES.get(item.valueType());
            return vr == null ? List.of() : List.of(vr);
        }
        return named(field).map(Dictionary.Entry::vrs).orElse(List.of());
    }

    /** True when zero is a value of this VR, so that {@code empty} means more than it seems (Q12). */
    static boolean isNumber(Vr vr) {
        return vr == Vr.IS || vr == Vr.DS || vr.isBinaryNumber();
    }

    private static Map<String, Dictionary.Entry> byLowerCase() {
        Map<String, Dictionary.Entry> entries = new HashMap<>();
        for (Dictionary.Entry entry : Dictionary.standard().entries()) {
            if (!entry.keyword().isEmpty()) {
                entries.put(entry.keyword().toLowerCase(Locale.ROOT), entry);
            }
        }
        return Map.copyOf(entries);
    }
}

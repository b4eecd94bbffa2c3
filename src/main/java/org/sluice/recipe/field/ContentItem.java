package org.sluice.recipe.field;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Header;

/**
 * What a content item is about, PS3.3 C.17.3.2: the code of its concept name, and what kind of value it has.
 *
 * @param code Code Value, Long Code Value or URN Code Value
 * @param scheme Coding Scheme Designator
 * @param valueType Value Type; empty for any in what is looked for
 */
record ContentItem(String code, String scheme, String valueType) {
    private static final int CONTENT_SEQUENCE = 0x0040_A730;
    private static final int CONCEPT_NAME_CODE_SEQUENCE = 0x0040_A043;
    private static final int VALUE_TYPE = 0x0040_A040;
    private static final int CODING_SCHEME_DESIGNATOR = 0x0008_0102;

    /** Code Value, Long Code Value, URN Code Value: an item of a code sequence has one of them, PS3.3 8.8. */
    private static final int[] CODES = {0x0008_0100, 0x0008_0119, 0x0008_0120};

    /** What holds the value of an item, by its Value Type. */
    private static final Set<Integer> VALUES = Set.of(
            0x0008_1199, // Referenced SOP Sequence
            0x0040_A120, // DateTime
            0x0040_A121, // Date
            0x0040_A122, // Time
            0x0040_A123, // Person Name
            0x0040_A124, // UID
            0x0040_A160, // Text Value
            0x0040_A168, // Concept Code Sequence
            0x0040_A300); // Measured Value Sequence

    /** Whether elements of this kind may be meant by a field: values in items of a Content Sequence, and concept names. */
    static boolean mayMean(ElementKind kind) {
        ElementKind parent = kind.parent();
        boolean inItem = parent != null && !parent.isRoot() && parent.tag() == CONTENT_SEQUENCE;
        return inItem && (VALUES.contains(kind.tag()) || kind.tag() == CONCEPT_NAME_CODE_SEQUENCE);
    }

    /** Of the item that an element stands in; null for the concept name of an item that has a value. */
    static @Nullable ContentItem around(Header dataSet, int element) {
        int sequence = dataSet.parent(element);
        int item = dataSet.item(element);
        if (dataSet.tag(element) == CONCEPT_NAME_CODE_SEQUENCE && hasValue(dataSet, sequence, item)) {
            return null;
        }
        int name = dataSet.find(sequence, item, CONCEPT_NAME_CODE_SEQUENCE);
        if (name < 0) {
            return null;
        }
        String code = "";
        for (int tag : CODES) {
            code = code.isEmpty() ? text(dataSet, dataSet.find(name, 0, tag)) : code;
        }
        return new ContentItem(
                code,
                text(dataSet, dataSet.find(name, 0, CODING_SCHEME_DESIGNATOR)),
                text(dataSet, dataSet.find(sequence, item, VALUE_TYPE)));
    }

    private static boolean hasValue(Header dataSet, int sequence, int item) {
        return VALUES.stream().anyMatch(tag -> dataSet.find(sequence, item, tag) >= 0);
    }

    private static String text(Header dataSet, int element) {
        return element < 0 || dataSet.isSequence(element) || !dataSet.isHeld(element)
                ? ""
                : dataSet.text(element).strip();
    }

    /** Whether an item is one of those that this looks for. */
    boolean means(ContentItem item) {
        return code.equals(item.code)
                && scheme.equals(item.scheme)
                && (valueType.isEmpty() || valueType.equals(item.valueType));
    }
}

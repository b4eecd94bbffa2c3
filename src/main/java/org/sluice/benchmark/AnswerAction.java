package org.sluice.benchmark;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an answer key wants of one element. In the key its name stands between angle brackets: {@code <text_removed>}. */
public enum AnswerAction {
    /** The element is there. */
    TAG_RETAINED,
    /** The element is there and has a value. */
    TEXT_NOTNULL,
    /** Every word of the text is still in the value. */
    TEXT_RETAINED,
    /** No word of the text is in the value. */
    TEXT_REMOVED,
    /** The old date is not in the value. */
    DATE_SHIFTED,
    /** The old UID is not in the value. */
    UID_CHANGED,
    /** The value is what the mapping has for the old UID. */
    UID_CONSISTENT,
    /** The value is what the mapping has for the old Patient ID. */
    PATID_CONSISTENT,
    /** Pixel Data has the digest that the key tells. */
    PIXELS_RETAINED,
    /** Nothing can be read any more where the writing was. */
    PIXELS_HIDDEN;

    /** Its name in keys and reports, without brackets: {@code text_removed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of this name. */
    static Optional<AnswerAction> of(String word) {
        return Stream.of(values()).filter(action -> action.word().equals(word)).findFirst();
    }
}

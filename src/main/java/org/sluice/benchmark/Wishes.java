package org.sluice.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.sluice.benchmark.SampleDataSet.Wish;

/** The wishes that elements come with. */
final class Wishes {
    static final Wish THERE = new Wish(AnswerAction.TAG_RETAINED, "");
    static final Wish NOT_NULL = new Wish(AnswerAction.TEXT_NOTNULL, "");
    static final Wish DATE_SHIFTED = new Wish(AnswerAction.DATE_SHIFTED, "");

    private Wishes() {}

    static Wish gone(String text) {
        return new Wish(AnswerAction.TEXT_REMOVED, text);
    }

    static Wish kept(String text) {
        return new Wish(AnswerAction.TEXT_RETAINED, text);
    }

    /** What is wanted of a UID of an instance, a series, a study or a frame of reference. */
    static Wish[] otherUid() {
        return new Wish[] {THERE, new Wish(AnswerAction.UID_CHANGED, ""), new Wish(AnswerAction.UID_CONSISTENT, "")};
    }

    /** What is wanted of a description in which somebody may have planted something. */
    static Wish[] cleaned(String clinical, String planted, Set<String> wordsOfThePatient) {
        Wish[] keep = sayNothingOf(clinical, wordsOfThePatient) ? new Wish[] {kept(clinical)} : new Wish[0];
        Wish[] all = Arrays.copyOf(keep, keep.length + (planted.isEmpty() ? 0 : 1));
        if (!planted.isEmpty()) {
            all[keep.length] = gone(planted);
        }
        return all;
    }

    /** Nobody can keep the word Bone of a patient whose name it is. */
    private static boolean sayNothingOf(String text, Set<String> words) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .noneMatch(words::contains);
    }
}

package org.sluice.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The VRs of private elements that are known: those of PS3.15 table E.3.10-1, and those that their makers have made public.
 * A private element is known by its creator, its group and the last two digits of its element number, PS3.5 7.8.1; the
 * block that it stands in differs from data set to data set. Shared, and safe for several threads.
 */
public final class PrivateDictionary {
    /** What all groups of a repeating one have in common. */
    private static final int REPEATING = 0xFF00;

    private static final PrivateDictionary STANDARD = new PrivateDictionary();

    /** The edition of PS3.15 that table E.3.10-1 is from. */
    public static final String SAFE_EDITION = "2026d";

    /**
     * A row of PS3.15 table E.3.10-1: a private attribute that is known to tell nothing of a person.
     *
     * @param lastDigits of the element number; the block is the creator's
     * @param vr UN where the table states none
     */
    public record SafeAttribute(String creator, int group, int lastDigits, Vr vr) {}

    /** What one creator has: numbers of elements in ascending order, and their VRs; and the numbers of those that are safe. */
    private record Elements(int[] numbers, Vr[] vrs, int[] safe) {
        static Elements of(SortedMap<Integer, Vr> vrs, SortedMap<Integer, Vr> safe) {
            return new Elements(numbers(vrs), vrs.values().toArray(Vr[]::new), numbers(safe));
        }

        private static int[] numbers(SortedMap<Integer, Vr> elements) {
            return elements.keySet().stream().mapToInt(Integer::intValue).toArray();
        }

        boolean isSafe(int number) {
            return Arrays.binarySearch(safe, number) >= 0;
        }

        @Nullable
        Vr vr(int number) {
            int found = Arrays.binarySearch(numbers, number);
            return found < 0 ? null : vrs[found];
        }
    }

    /** Of the creators that were met so far. */
    private final Map<String, Elements> byCreator = new ConcurrentHashMap<>();

    private PrivateDictionary() {}

    /** What is known of the large makers' elements. */
    public static PrivateDictionary standard() {
        return STANDARD;
    }

    /**
     * The VR of a private element, or null when it is not known; null as well when the tag is no private element's. Where
     * two are possible (OB or OW), the one of implicit VR.
     *
     * @param creator the value of its private creator element; blanks around it do not count, upper and lower case do
     * @param tag its tag, in whichever block the creator has reserved
     */
    public @Nullable Vr vr(String creator, int tag) {
        if (!Tag.isPrivate(tag) || Tag.element(tag) < 0x1000) {
            return null;
        }
        Elements elements = elements(creator.strip());
        if (elements == null) {
            return null;
        }
        Vr ofGroup = elements.vr(number(Tag.group(tag), tag & 0xFF));
        return ofGroup == null ? elements.vr(number(Tag.group(tag) & REPEATING, tag & 0xFF)) : ofGroup;
    }

    /**
     * Whether a private element is in PS3.15 table E.3.10-1.
     *
     * @param creator as in {@link #vr}
     * @param tag as in {@link #vr}
     */
    public boolean isSafe(String creator, int tag) {
        if (!Tag.isPrivate(tag) || Tag.element(tag) < 0x1000) {
            return false;
        }
        Elements elements = elements(creator.strip());
        return elements != null && elements.isSafe(number(Tag.group(tag), tag & 0xFF));
    }

    /** All of PS3.15 table E.3.10-1, by creator, group and element. */
    public List<SafeAttribute> safeAttributes() {
        List<SafeAttribute> all = new ArrayList<>();
        for (String creator : PrivateDictionaryText.safeCreators()) {
            PrivateDictionaryText.safe(creator)
                    .forEach((number, vr) -> all.add(new SafeAttribute(creator, number >> 8, number & 0xFF, vr)));
        }
        return all;
    }

    /** Null for a creator of whom nothing is known, nor kept: there is no end of those. */
    private @Nullable Elements elements(String creator) {
        Elements met = byCreator.get(creator);
        return met == null && PrivateDictionaryText.knows(creator)
                ? byCreator.computeIfAbsent(
                        creator,
                        known -> Elements.of(PrivateDictionaryText.elements(known), PrivateDictionaryText.safe(known)))
                : met;
    }

    /** What is left of a tag without its block. */
    static int number(int group, int lastDigits) {
        return group << 8 | lastDigits;
    }
}

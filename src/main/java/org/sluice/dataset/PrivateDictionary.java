package org.sluice.dataset;

import java.util.Arrays;
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

    /** What one creator has: numbers of elements in ascending order, and their VRs. */
    private record Elements(int[] numbers, Vr[] vrs) {
        static Elements of(SortedMap<Integer, Vr> vrs) {
            return new Elements(
                    vrs.keySet().stream().mapToInt(Integer::intValue).toArray(),
                    vrs.values().toArray(Vr[]::new));
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

    /** Null for a creator of whom nothing is known, nor kept: there is no end of those. */
    private @Nullable Elements elements(String creator) {
        Elements met = byCreator.get(creator);
        return met == null && PrivateDictionaryText.knows(creator)
                ? byCreator.computeIfAbsent(creator, known -> Elements.of(PrivateDictionaryText.elements(known)))
                : met;
    }

    /** What is left of a tag without its block. */
    static int number(int group, int lastDigits) {
        return group << 8 | lastDigits;
    }
}

package org.sluice.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the two lists of private elements that ship with this package; their first lines say how they are written. */
final class PrivateDictionaryText {
    private static final String CREATOR = "creator ";
    private static final String NEXT_CREATOR = "= ";
    private static final int TAG_DIGITS = 8;
    /** Where the name begins in a line that has one: behind the tag, the VR and two blanks. */
    private static final int NAME = TAG_DIGITS + 4;

    /**
     * A line of the elements that makers have made public.
     *
     * @param tag eight digits, of which x stands for any
     * @param vr UN where it is not known
     * @param name empty where there is none
     */
    record Line(String creator, String tag, Vr vr, String name) {
        /** Whether the creator's block is left open, as it is for every element of a data set (PS3.5 7.8.1). */
        boolean isInAnyBlock() {
            return tag.startsWith("xx", 4);
        }

        /** The group; of a repeating one the first, an even one, which no private element has. */
        int group() {
            return Integer.parseInt(tag.substring(0, 4).replace('x', '0'), 16);
        }

        int lastDigits() {
            return Integer.parseInt(tag.substring(6), 16);
        }
    }

    private PrivateDictionaryText() {}

    /** VRs by {@link PrivateDictionary#number}, by creator. Where the standard has one, it counts. */
    static Map<String, SortedMap<Integer, Vr>> elements() {
        Map<String, SortedMap<Integer, Vr>> elements = new HashMap<>();
        for (Line line : known()) {
            if (line.isInAnyBlock() && line.vr() != Vr.UN) {
                elements.computeIfAbsent(line.creator(), none -> new TreeMap<>())
                        .put(PrivateDictionary.number(line.group(), line.lastDigits()), line.vr());
            }
        }
        readSafe(elements);
        return elements;
    }

    /** What makers have made public, in the order of the resource. */
    static List<Line> known() {
        List<String> lines = DictionaryText.lines("private-elements.txt");
        List<Line> known = new ArrayList<>(lines.size());
        String creator = "";
        for (String line : lines) {
            if (line.startsWith(NEXT_CREATOR)) {
                creator = line.substring(NEXT_CREATOR.length());
            } else {
                Vr vr = Vr.valueOf(line.substring(TAG_DIGITS + 1, TAG_DIGITS + 3));
                known.add(new Line(
                        creator, line.substring(0, TAG_DIGITS), vr, line.length() > NAME ? line.substring(NAME) : ""));
            }
        }
        return known;
    }

    private static void readSafe(Map<String, SortedMap<Integer, Vr>> to) {
        List<String> creators = List.of();
        for (String line : DictionaryText.lines("private-safe-2026d.txt")) {
            if (line.startsWith(CREATOR)) {
                creators = Arrays.asList(line.substring(CREATOR.length()).split("\\|"));
            } else {
                for (String creator : creators) {
                    add(line.split(" "), to.computeIfAbsent(creator, none -> new TreeMap<>()));
                }
            }
        }
    }

    private static void add(String[] fields, SortedMap<Integer, Vr> to) {
        int group = Integer.parseInt(fields[0], 16);
        // OW/OB: in implicit VR it is OW, PS3.5 annex A.1.
        Vr vr = Vr.valueOf(fields[1].substring(0, 2));
        for (int i = 2; i < fields.length; i++) {
            to.put(PrivateDictionary.number(group, Integer.parseInt(fields[i], 16)), vr);
        }
    }
}

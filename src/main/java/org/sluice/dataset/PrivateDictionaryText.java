package org.sluice.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the two lists of private elements that ship with this package. A line {@code creator} names one creator, or several
 * with a bar between them; each line after it is a group, a VR, and the last two digits of the elements that have it.
 */
final class PrivateDictionaryText {
    private static final String CREATOR = "creator ";

    private PrivateDictionaryText() {}

    /** VRs by {@link PrivateDictionary#number}, by creator. */
    static Map<String, SortedMap<Integer, Vr>> elements() {
        Map<String, SortedMap<Integer, Vr>> elements = new HashMap<>();
        read("private-safe-2026d.txt", elements);
        read("private-known.txt", elements);
        return elements;
    }

    private static void read(String resource, Map<String, SortedMap<Integer, Vr>> to) {
        List<String> creators = List.of();
        for (String line : DictionaryText.lines(resource)) {
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

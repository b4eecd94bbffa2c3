package org.sluice.dataset;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the two lists of private elements that ship with this package; their first lines say how they are written. */
final class PrivateDictionaryText {
    private static final String CREATOR = "creator ";
    private static final String NEXT_CREATOR = "\n= ";
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

    /**
     * The VRs of a creator's elements by {@link PrivateDictionary#number}; none of a creator that is not known. Where the
     * standard has one, it counts.
     */
    static SortedMap<Integer, Vr> elements(String creator) {
        SortedMap<Integer, Vr> elements = new TreeMap<>();
        for (Line line : known(creator)) {
            if (line.isInAnyBlock() && line.vr() != Vr.UN) {
                elements.put(PrivateDictionary.number(line.group(), line.lastDigits()), line.vr());
            }
        }
        safe(creator).forEach((number, vr) -> {
            if (vr != Vr.UN) {
                elements.put(number, vr);
            }
        });
        return elements;
    }

    /** The elements of a creator that are in table E.3.10-1, by {@link PrivateDictionary#number}; UN where it states no VR. */
    static SortedMap<Integer, Vr> safe(String creator) {
        return Resources.SAFE.getOrDefault(creator, Collections.emptySortedMap());
    }

    /** The creators of table E.3.10-1. */
    static Set<String> safeCreators() {
        return Collections.unmodifiableSet(Resources.SAFE.keySet());
    }

    /** Whether anything is known of a creator's elements. */
    static boolean knows(String creator) {
        return Resources.PUBLIC.containsKey(creator) || Resources.SAFE.containsKey(creator);
    }

    /** Those of whom makers have made something public, in the order of the resource. */
    static Set<String> creators() {
        return Resources.PUBLIC.keySet();
    }

    /** What has been made public of a creator's elements, in the order of the resource. */
    static List<Line> known(String creator) {
        return Resources.PUBLIC
                .getOrDefault(creator, "")
                .lines()
                .map(line -> read(creator, line))
                .toList();
    }

    private static Line read(String creator, String line) {
        Vr vr = Vr.valueOf(line.substring(TAG_DIGITS + 1, TAG_DIGITS + 3));
        return new Line(creator, line.substring(0, TAG_DIGITS), vr, line.length() > NAME ? line.substring(NAME) : "");
    }

    /** Read when first asked, and the larger one only as far as who it is about: few creators of hundreds are ever met. */
    private static final class Resources {
        static final Map<String, String> PUBLIC = linesByCreator();
        static final Map<String, SortedMap<Integer, Vr>> SAFE = new TreeMap<>();

        static {
            readSafe(SAFE);
        }

        private static Map<String, String> linesByCreator() {
            Map<String, String> lines = new LinkedHashMap<>();
            String[] sections = DictionaryText.text("private-elements.txt").split(NEXT_CREATOR);
            for (String section : Arrays.asList(sections).subList(1, sections.length)) {
                int end = section.indexOf('\n');
                lines.put(section.substring(0, end), section.substring(end + 1));
            }
            return lines;
        }
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
        Vr vr = fields[1].equals("-") ? Vr.UN : Vr.valueOf(fields[1].substring(0, 2));
        for (int i = 2; i < fields.length; i++) {
            to.put(PrivateDictionary.number(group, Integer.parseInt(fields[i], 16)), vr);
        }
    }
}

package org.sluice.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data dictionary, PS3.6 chapters 6 to 8: tags, keywords, VRs. Immutable and shared. The command group 0000 is not in
 * it: those elements never occur in a data set.
 */
public final class Dictionary {
    private static final int GOLDEN_RATIO = 0x9E37_79B1;
    private static final int SHORTEST_GUESSED = 3;
    private static final int LONGEST_GUESSED = 80;

    /**
     * A line of the dictionary.
     *
     * @param tag the tag, with zeros where a repeating group leaves digits open
     * @param mask ones where a tag must agree with {@code tag}; all ones but for repeating groups, PS3.5 7.6
     * @param vrs the possible VRs, in the standard's order, at least one
     * @param vm the value multiplicity as printed, such as {@code 1-n}
     * @param keyword the keyword; empty for group lengths and private creators
     * @param name the name
     * @param retired whether the standard has retired it
     */
    public record Entry(int tag, int mask, List<Vr> vrs, String vm, String keyword, String name, boolean retired) {
        /** Whether this line describes {@code candidate}. */
        public boolean matches(int candidate) {
            return (candidate & mask) == tag;
        }

        /** The first VR, which is the only one for all but some forty pixel related elements. */
        public Vr vr() {
            return vrs.get(0);
        }
    }

    private static final Entry GROUP_LENGTH = new Entry(0, 0x0000_FFFF, List.of(Vr.UL), "1", "", "Group Length", true);
    private static final Entry PRIVATE_CREATOR =
            new Entry(0x0001_0010, 0x0001_FF00, List.of(Vr.LO), "1", "", "Private Creator", false);

    private static final Dictionary STANDARD = new Dictionary(DictionaryText.elements());

    private final @Nullable Entry[] table;
    private final int shift;
    private final Entry[] repeating;
    private final Map<String, Entry> byKeyword;

    private Dictionary(List<Entry> entries) {
        int bits = 33 - Integer.numberOfLeadingZeros(entries.size());
        this.table = new @Nullable Entry[1 << bits];
        this.shift = 32 - bits;
        this.byKeyword = new HashMap<>(entries.size() * 2);
        this.repeating = entries.stream().filter(entry -> entry.mask != -1).toArray(Entry[]::new);
        for (Entry entry : entries) {
            byKeyword.put(entry.keyword, entry);
            if (entry.mask == -1) {
                insert(entry);
            }
        }
    }

    /** The dictionary of the standard. */
    public static Dictionary standard() {
        return STANDARD;
    }

    /**
     * The line that describes a tag: repeating groups, group lengths and private creators included; empty for private
     * elements and tags the standard does not have.
     */
    public Optional<Entry> byTag(int tag) {
        return Optional.ofNullable(entry(tag));
    }

    /** The line with exactly this keyword, upper and lower case told apart; repeating groups included. */
    public Optional<Entry> byKeyword(String keyword) {
        return Optional.ofNullable(byKeyword.get(keyword));
    }

    /** Every line, in no particular order. */
    public Iterable<Entry> entries() {
        return byKeyword.values();
    }

    /**
     * Keywords that a misspelt one may have meant; at most {@code most} of the likeliest, all of them as likely, perhaps
     * none. Plurals, abbreviations and former names are known.
     */
    public List<String> suggestions(String misspelt, int most) {
        boolean readable = misspelt.length() >= SHORTEST_GUESSED && misspelt.length() <= LONGEST_GUESSED;
        return readable ? Guesses.STANDARD.of(misspelt).stream().limit(most).toList() : List.of();
    }

    /**
     * The one line that is surely meant by a keyword in the wrong case, or with an s of a plural or a possessive too many
     * or too few; empty when two lines could be, or another word is wrong.
     */
    public Optional<Entry> byKeywordSlip(String written) {
        return Guesses.STANDARD.slip(written).flatMap(this::byKeyword);
    }

    /** Made when somebody first makes a mistake. */
    private static final class Guesses {
        private static final KeywordGuesses STANDARD = new KeywordGuesses(Dictionary.STANDARD.byKeyword.keySet());
    }

    /** {@link #byTag} without the wrapper, for the parser. */
    @Nullable
    Entry entry(int tag) {
        for (int slot = (tag * GOLDEN_RATIO) >>> shift; ; slot = (slot + 1) & (table.length - 1)) {
            Entry entry = table[slot];
            if (entry == null) {
                return unusual(tag);
            }
            if (entry.tag == tag) {
                return entry;
            }
        }
    }

    private @Nullable Entry unusual(int tag) {
        if (Tag.isGroupLength(tag)) {
            return GROUP_LENGTH;
        }
        if (Tag.isPrivate(tag)) {
            return Tag.isPrivateCreator(tag) ? PRIVATE_CREATOR : null;
        }
        for (Entry entry : repeating) {
            if (entry.matches(tag)) {
                return entry;
            }
        }
        return null;
    }

    private void insert(Entry entry) {
        int slot = (entry.tag * GOLDEN_RATIO) >>> shift;
        while (table[slot] != null) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = entry;
    }
}

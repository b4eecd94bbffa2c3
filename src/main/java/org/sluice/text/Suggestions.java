package org.sluice.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which of the known words a misspelt one may have meant. */
public final class Suggestions {
    /** Words longer than this are not looked at: nobody misspells a key of that length by a letter or two. */
    private static final int LONGEST = 100;

    private record Near(String word, int distance) {}

    private Suggestions() {}

    /**
     * The known words near {@code misspelt}, best first, upper and lower case not told apart: at most a third of its
     * letters, and never more than three, may be wrong, missing, too many or swapped with their neighbour.
     */
    public static List<String> near(String misspelt, Collection<String> known) {
        return ranked(misspelt, known).stream().map(Near::word).limit(3).toList();
    }

    /** Of {@link #near}, only those with the fewest wrong letters. */
    public static List<String> nearest(String misspelt, Collection<String> known) {
        List<Near> ranked = ranked(misspelt, known);
        return ranked.stream()
                .filter(near -> near.distance == ranked.get(0).distance)
                .map(Near::word)
                .limit(3)
                .toList();
    }

    private static List<Near> ranked(String misspelt, Collection<String> known) {
        if (misspelt.length() > LONGEST) {
            return List.of();
        }
        int farthest = Math.min(3, Math.max(1, misspelt.length() / 3));
        String wanted = misspelt.toLowerCase(Locale.ROOT);
        return known.stream()
                .map(word -> new Near(word, EditDistance.between(wanted, word.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance <= farthest)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
                .toList();
    }
}

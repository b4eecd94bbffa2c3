package org.sluice.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sluice.text.EditDistance;

/**
 * Which keywords a word may mean that is none: one with a wrong letter, a plural, an abbreviation ({@code RefImageSeq}),
 * a word too few ({@code StudyUID}), or a name that PS3.6 has given up ({@code ImageNumber}). Immutable.
 */
final class KeywordGuesses {
    /** What toolkits and older recipes write for words of keywords; beginnings of words need no line here. */
    private static final Map<String, List<String>> ABBREVIATIONS = Map.ofEntries(
            Map.entry("aet", List.of("ae", "title")),
            Map.entry("sps", List.of("scheduled", "procedure", "step")),
            Map.entry("pps", List.of("performed", "procedure", "step")),
            Map.entry("spsid", List.of("scheduled", "procedure", "step", "id")),
            Map.entry("ppsid", List.of("performed", "procedure", "step", "id")),
            Map.entry("mpps", List.of("performed", "procedure", "step")),
            Map.entry("rp", List.of("requested", "procedure")),
            Map.entry("dob", List.of("birth", "date")),
            Map.entry("birthdate", List.of("birth", "date")),
            Map.entry("birthtime", List.of("birth", "time")),
            Map.entry("identifier", List.of("id")),
            Map.entry("pt", List.of("patient")),
            Map.entry("img", List.of("image")),
            Map.entry("no", List.of("number")),
            Map.entry("nr", List.of("number")),
            Map.entry("nbr", List.of("number")),
            Map.entry("mfr", List.of("manufacturer")),
            Map.entry("dept", List.of("department")),
            Map.entry("sqn", List.of("sequence")),
            Map.entry("sq", List.of("sequence")),
            Map.entry("phone", List.of("telephone")),
            Map.entry("telephone", List.of("phone")),
            Map.entry("dt", List.of("date", "time")));

    /** Attributes that had another name before: PS3.6 calls (0020,0013), (0008,0023) and (0008,0033) so since 2001. */
    private static final Map<String, String> FORMER =
            Map.of("imagenumber", "InstanceNumber", "imagedate", "ContentDate", "imagetime", "ContentTime");

    private static final List<String> SMALL_WORDS = List.of("of", "the", "in", "for", "to", "and");

    private static final int PLURAL = 1;
    private static final int BEGINNING = 2;
    private static final int WRONG_LETTER = 2;
    private static final int MISSING = 6;
    private static final int MISSING_SMALL = 2;
    private static final int TOO_MANY = 9;
    private static final int MOST = 15;
    private static final int NONE = 1000;
    private static final int SHORTEST_BEGINNING = 3;

    /** @param numbers where its words stand in {@link #words} */
    private record Known(String keyword, int[] numbers) {}

    private final List<Known> keywords = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> singularWords = new ArrayList<>();
    private final Map<String, String> byLowerCase = new HashMap<>();
    /** By the words without their s; empty where two keywords are the same so. */
    private final Map<List<String>, Optional<String>> bySingularWords = new HashMap<>();

    KeywordGuesses(Collection<String> all) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String keyword : all) {
            List<String> of = KeywordWords.of(keyword);
            if (of.isEmpty()) {
                continue;
            }
            byLowerCase.put(keyword.toLowerCase(Locale.ROOT), keyword);
            bySingularWords.merge(KeywordWords.singular(of), Optional.of(keyword), (one, other) -> Optional.empty());
            keywords.add(new Known(
                    keyword,
                    of.stream()
                            .mapToInt(word -> numbers.computeIfAbsent(word, this::added))
                            .toArray()));
        }
    }

    private int added(String word) {
        words.add(word);
        singularWords.add(KeywordWords.singular(word));
        return words.size() - 1;
    }

    /** The one keyword of the same words but for case, or an s at the end of some; empty when there are several or none. */
    Optional<String> slip(String written) {
        String sameLetters = byLowerCase.get(written.toLowerCase(Locale.ROOT));
        return sameLetters != null
                ? Optional.of(sameLetters)
                : bySingularWords.getOrDefault(KeywordWords.singular(KeywordWords.of(written)), Optional.empty());
    }

    /** The likeliest keywords, all of them as likely, in alphabetical order; perhaps none. */
    List<String> of(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        String former = FORMER.get(lower);
        if (former != null) {
            return List.of(former);
        }
        List<String> plain = KeywordWords.of(written);
        List<String> expanded = plain.stream()
                .flatMap(word -> ABBREVIATIONS.getOrDefault(word, List.of(word)).stream())
                .toList();
        int[][] costs = costs(plain);
        int[][] expandedCosts = plain.equals(expanded) ? costs : costs(expanded);
        boolean misspelt = Arrays.stream(expandedCosts)
                .anyMatch(word -> Arrays.stream(word).noneMatch(cost -> cost <= BEGINNING));
        int[] ofKeywords = keywords.stream()
                .mapToInt(known -> Math.min(
                        misspelt ? byLetters(lower, known.keyword) : NONE,
                        Math.min(byWords(costs, known), byWords(expandedCosts, known))))
                .toArray();
        int best = Arrays.stream(ofKeywords).min().orElse(NONE);
        return best > MOST
                ? List.of()
                : IntStream.range(0, ofKeywords.length)
                        .filter(i -> ofKeywords[i] == best)
                        .mapToObj(i -> keywords.get(i).keyword)
                        .sorted()
                        .toList();
    }

    /** For each written word, what it costs to take it for each word of the dictionary. */
    private int[][] costs(List<String> written) {
        return written.stream().map(this::costs).toArray(int[][]::new);
    }

    private int[] costs(String written) {
        String singular = KeywordWords.singular(written);
        return IntStream.range(0, words.size())
                .map(word -> singular.equals(singularWords.get(word))
                        ? written.equals(words.get(word)) ? 0 : PLURAL
                        : cost(written, words.get(word)))
                .toArray();
    }

    /** Of two words that are not the same. */
    private static int cost(String written, String known) {
        if (written.length() >= SHORTEST_BEGINNING && known.startsWith(written)) {
            return BEGINNING;
        }
        int allowed = Math.min(written.length(), known.length()) / 4;
        if (allowed == 0 || Math.abs(written.length() - known.length()) > allowed) {
            return NONE;
        }
        int wrong = EditDistance.between(written, known);
        return wrong <= allowed ? PLURAL + WRONG_LETTER * wrong : NONE;
    }

    /** The whole keyword compared letter by letter: for one that is misspelt, or written without capitals. */
    private static int byLetters(String lower, String keyword) {
        int allowed = Math.max(1, Math.min(4, lower.length() / 4));
        if (Math.abs(lower.length() - keyword.length()) > allowed) {
            return NONE;
        }
        int wrong = EditDistance.between(lower, keyword.toLowerCase(Locale.ROOT));
        return wrong <= allowed ? PLURAL + WRONG_LETTER * wrong : NONE;
    }

    /**
     * The cheapest way to lay the written words along those of a keyword. A single word must be the whole keyword, and a
     * word too many is only looked past when none is missing: what is left would say too little.
     */
    private int byWords(int[][] written, Known known) {
        if (!canBe(written, known)) {
            return NONE;
        }
        int cost = written.length < 2 ? aligned(written, known, NONE) : aligned(written, known, MISSING);
        for (int left = 0; written.length > 2 && cost > TOO_MANY && left < written.length; left++) {
            cost = Math.min(cost, TOO_MANY + aligned(without(written, left), known, NONE));
        }
        return cost;
    }

    /** Whether all written words but one are like some word of the keyword; most keywords end here. */
    private static boolean canBe(int[][] written, Known known) {
        int unlike = 0;
        for (int[] costs : written) {
            boolean like = false;
            for (int word : known.numbers) {
                like |= costs[word] < NONE;
            }
            unlike += like ? 0 : 1;
            if (unlike > 1) {
                return false;
            }
        }
        return written.length > unlike;
    }

    private static int[][] without(int[][] written, int left) {
        return IntStream.range(0, written.length)
                .filter(word -> word != left)
                .mapToObj(word -> written[word])
                .toArray(int[][]::new);
    }

    /** @param missing what a word of the keyword costs that was not written */
    private int aligned(int[][] written, Known known, int missing) {
        int[] row = new int[known.numbers.length + 1];
        for (int k = 1; k < row.length; k++) {
            row[k] = row[k - 1] + missing(known.numbers[k - 1], missing);
        }
        for (int[] costs : written) {
            int[] next = new int[row.length];
            next[0] = NONE;
            for (int k = 1; k < row.length; k++) {
                int word = known.numbers[k - 1];
                next[k] = Math.min(row[k - 1] + costs[word], next[k - 1] + missing(word, missing));
            }
            row = next;
        }
        return row[row.length - 1];
    }

    private int missing(int word, int cost) {
        return cost == MISSING && SMALL_WORDS.contains(words.get(word)) ? MISSING_SMALL : cost;
    }
}

package org.sluice.verify;

import java.time.LocalDate;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks in texts for the values of an original. Immutable. */
final class TextSearch {
    private static final Pattern UID_LIKE = Pattern.compile("[0-9]+(?:\\.[0-9]+){2,}");
    private static final Pattern PHONE_LIKE = Pattern.compile("\\+?\\(?\\d(?:[ ()./+-]{0,3}\\d){6,17}");
    /** Shorter ones may be the beginning of another by chance. */
    private static final int LONG_UID = 14;

    private static final int SAME_END_OF_PHONE = 8;
    private static final int FIRST_IDEOGRAPH = 0x2E80;
    private static final int SHORTEST_JOINED = 6;
    private static final int SHORTEST_JOINED_IDEOGRAPHS = 3;

    private final SearchedForms forms;

    /**
     * How closely is looked.
     *
     * @param shortestWord letters of the shortest word of a name that counts alone
     * @param names whether names are looked for at all
     * @param dates likewise dates
     * @param descriptions likewise descriptions
     */
    record Depth(int shortestWord, boolean names, boolean dates, boolean descriptions) {
        static final Depth TEXT = new Depth(SearchedForms.SHORTEST_WORD, true, true, true);
    }

    TextSearch(SearchedForms forms) {
        this.forms = forms;
    }

    /** Gives each value that is met; the same value may come more than once. */
    void search(String text, Depth depth, Consumer<IdentifyingValue> met) {
        NormalText normal = new NormalText(text);
        if (normal.isEmpty()) {
            return;
        }
        if (depth.names()) {
            names(normal, depth, met);
        }
        for (SearchedForms.Phrase phrase : forms.phrases) {
            boolean wanted = depth.descriptions() || phrase.value().category() != Category.DESCRIPTION;
            if (wanted && normal.hasPhrase(phrase.text())) {
                met.accept(phrase.value());
            }
        }
        if (depth.dates() && !forms.dates.isEmpty()) {
            dates(text, met);
        }
        phones(text, met);
        uids(text, met);
    }

    private void names(NormalText normal, Depth depth, Consumer<IdentifyingValue> met) {
        for (String word : normal.words()) {
            IdentifyingValue value = word.length() < depth.shortestWord() ? null : forms.nameWords.get(word);
            if (value != null) {
                met.accept(value);
            }
        }
        for (SearchedForms.Name name : forms.names) {
            int letters = name.words().stream().mapToInt(String::length).sum();
            boolean enough = letters >= depth.shortestWord() || isIdeographic(name.words());
            if (enough && (normal.hasAll(name.words()) || isJoined(normal, name.words()))) {
                met.accept(name.value());
            }
        }
    }

    private static boolean isIdeographic(Set<String> words) {
        return words.stream().anyMatch(word -> word.charAt(0) >= FIRST_IDEOGRAPH);
    }

    private static boolean isJoined(NormalText normal, Set<String> words) {
        String[] two = words.toArray(String[]::new);
        int shortest = isIdeographic(words) ? SHORTEST_JOINED_IDEOGRAPHS : SHORTEST_JOINED;
        return two.length == 2 && two[0].length() + two[1].length() >= shortest && normal.hasJoined(two[0], two[1]);
    }

    void dates(String text, Consumer<IdentifyingValue> met) {
        for (LocalDate date : DatesInText.of(text)) {
            IdentifyingValue value = forms.dates.get(date);
            if (value != null) {
                met.accept(value);
            }
        }
    }

    /** With and without separators, country code and leading zero: the last eight digits tell. */
    private void phones(String text, Consumer<IdentifyingValue> met) {
        if (forms.phones.isEmpty()) {
            return;
        }
        Matcher matcher = PHONE_LIKE.matcher(text);
        while (matcher.find()) {
            String found = SearchedForms.digits(matcher.group());
            forms.phones.forEach((wanted, value) -> {
                if (found.equals(wanted) || (isEnd(found, wanted) || isEnd(wanted, found))) {
                    met.accept(value);
                }
            });
        }
    }

    private static boolean isEnd(String whole, String end) {
        String plain = end.startsWith("0") ? end.substring(1) : end;
        return plain.length() >= SAME_END_OF_PHONE && whole.endsWith(plain);
    }

    /** Whole, or at the beginning or the end of a longer one. */
    void uids(String text, Consumer<IdentifyingValue> met) {
        if (forms.uids.isEmpty() || text.indexOf('.') < 0) {
            return;
        }
        Matcher matcher = UID_LIKE.matcher(text);
        while (matcher.find()) {
            String uid = matcher.group();
            IdentifyingValue whole = forms.uids.get(uid);
            if (whole != null) {
                met.accept(whole);
                continue;
            }
            for (int dot = uid.indexOf('.'); dot >= 0; dot = uid.indexOf('.', dot + 1)) {
                part(uid.substring(0, dot), met);
                part(uid.substring(dot + 1), met);
            }
        }
    }

    private void part(String uid, Consumer<IdentifyingValue> met) {
        IdentifyingValue value = uid.length() < LONG_UID ? null : forms.uids.get(uid);
        if (value != null) {
            met.accept(value);
        }
    }
}

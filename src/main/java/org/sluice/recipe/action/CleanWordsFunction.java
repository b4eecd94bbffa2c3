package org.sluice.recipe.action;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.syntax.OwnFunctions;

/**
 * {@code func:clean_words}: of a text the words that say what an image shows and how it was made (of {@link ImageWords}), in their order, divided by blanks. Every other word goes, and so does a word of the list that occurs in a name, an
 * identifier, an address or a date of the same instance. A text of which nothing is left becomes {@value #NOTHING_LEFT}.
 */
final class CleanWordsFunction implements RecipeFunction {
    private static final String NOTHING_LEFT = "ANONYMIZED";
    private static final Pattern DIVIDER = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Elements that say who or where, beside all person names, ages and dates. */
    private static final Set<Integer> WHO_AND_WHERE = Set.of(
            0x0008_0050, // Accession Number
            0x0008_0080, // Institution Name
            0x0008_0081, // Institution Address
            0x0008_0092, // Referring Physician's Address
            0x0008_0094, // Referring Physician's Telephone Numbers
            0x0008_1010, // Station Name
            0x0008_1040, // Institutional Department Name
            0x0010_0020, // Patient ID
            0x0010_1000, // Other Patient IDs
            0x0010_1040, // Patient's Address
            0x0010_1090, // Medical Record Locator
            0x0010_2152, // Region of Residence
            0x0010_2154, // Patient's Telephone Numbers
            0x0010_2299, // Responsible Organization
            0x0020_0010, // Study ID
            0x0038_0010, // Admission ID
            0x0038_0300, // Current Patient Location
            0x0040_1001, // Requested Procedure ID
            0x0040_1102, // Person's Address
            0x0040_2016, // Placer Order Number
            0x0040_2017); // Filler Order Number

    @Override
    public String name() {
        return OwnFunctions.CLEAN_WORDS;
    }

    @Override
    public Optional<VariableValue> value(Call call) throws ActionException {
        if (call.element() < 0 || !isText(call)) {
            throw new ActionException("the function needs an element that exists and holds a text");
        }
        List<String> words = words(call.part().text(call.element())).stream()
                .filter(word -> ImageWords.all().contains(lower(word)))
                .toList();
        if (!words.isEmpty()) {
            Set<String> telling = wordsOfWhoAndWhere(call.instance().dataSet());
            words = words.stream()
                    .filter(word -> !telling.contains(lower(word)))
                    .toList();
        }
        return Optional.of(VariableValue.of(words.isEmpty() ? NOTHING_LEFT : String.join(" ", words)));
    }

    /** How many words of the element are not in what the function made of it. */
    static int dropped(Call call, Optional<VariableValue> made) {
        String left = made.map(value -> value instanceof VariableValue.Text text ? text.text() : "")
                .orElse("");
        int kept = left.equals(NOTHING_LEFT) ? 0 : words(left).size();
        return Math.max(0, words(call.part().text(call.element())).size() - kept);
    }

    private static boolean isText(Call call) {
        Vr vr = call.part().vr(call.element());
        return switch (vr) {
            case LO, SH, ST, LT, UT, UC -> !call.part().isSequence(call.element());
            default -> false;
        };
    }

    private static Set<String> wordsOfWhoAndWhere(Header dataSet) {
        Set<String> telling = new HashSet<>();
        for (int i = 0; i < dataSet.size(); i++) {
            Vr vr = dataSet.vr(i);
            boolean tells = vr == Vr.PN || vr == Vr.DA || vr == Vr.DT || WHO_AND_WHERE.contains(dataSet.tag(i));
            if (tells && !dataSet.isSequence(i) && vr.isText() && dataSet.isHeld(i)) {
                words(dataSet.text(i)).forEach(word -> telling.add(lower(word)));
            }
        }
        return telling;
    }

    private static List<String> words(String text) {
        return Arrays.stream(DIVIDER.split(text))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}

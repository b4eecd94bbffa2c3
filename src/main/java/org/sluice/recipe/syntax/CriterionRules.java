package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.python.PythonText;

/** Whether a criterion can hold at all, as far as the dictionary tells. Instances that break the standard are no reason. */
final class CriterionRules {
    private static final Pattern TAG = Pattern.compile("\\(\\p{XDigit}{4},\\p{XDigit}{4}\\)");
    private static final Pattern INTEGER_STRING = Pattern.compile("[+-]?\\d{1,12}");
    private static final int LONGEST_DECIMAL_STRING = 16;
    private static final Pattern FORMER_DATE = Pattern.compile("(\\d{4})\\.(\\d{2})\\.(\\d{2})");

    private final Problems problems;

    CriterionRules(Problems problems) {
        this.problems = problems;
    }

    void check(Criterion criterion) {
        Optional<Dictionary.Entry> entry = entry(criterion.field());
        if (entry.isEmpty()) {
            return;
        }
        if (ItemAttributes.contains(entry.get().tag())) {
            problems.warning(
                    criterion.field().at(),
                    entry.get().keyword() + " occurs in items of sequences only, and filters look at the top level:"
                            + outcome(criterion.filter()));
        } else if (isComparison(criterion) && criterion.value().indexOf('|') < 0) {
            whyNever(entry.get(), criterion.value())
                    .ifPresent(why -> problems.warning(criterion.valueAt(), why + ":" + outcome(criterion.filter())));
        }
    }

    private static boolean isComparison(Criterion criterion) {
        return criterion.filter() == Filter.EQUALS || criterion.filter() == Filter.NOTEQUALS;
    }

    /** The line of the dictionary for the field of a criterion. */
    static Optional<Dictionary.Entry> entry(FilterField field) {
        if (field instanceof FilterField.Keyword keyword) {
            return Dictionary.standard().byTag(keyword.tag());
        }
        return field instanceof FilterField.Tag tag ? Dictionary.standard().byTag(tag.tag()) : Optional.empty();
    }

    /** What comes of it when there is never such a value. */
    private static String outcome(Filter filter) {
        return switch (filter) {
            case CONTAINS, EQUALS, PRESENT, EMPTY, TEXTDETECTED -> " this never holds";
            case NOTCONTAINS, NOTEQUALS, MISSING -> " this always holds";
        };
    }

    /** Why no value of the attribute is this text; empty when one may be, whatever its VR. */
    private static Optional<String> whyNever(Dictionary.Entry entry, String text) {
        List<Optional<String>> reasons =
                entry.vrs().stream().map(vr -> whyNever(entry, vr, text)).toList();
        return reasons.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : reasons.get(0);
    }

    private static Optional<String> whyNever(Dictionary.Entry entry, Vr vr, String text) {
        return switch (vr.kind()) {
            case TEXT -> whyNeverText(entry, vr, text);
            case INTEGER -> unless(isPlainInteger(vr, text), "each number is compared alone, in its shortest form");
            case FLOATING -> unless(isPlainReal(vr, text), floating(vr, text));
            case TAG ->
                unless(TAG.matcher(text).matches() || isList(text), "VR AT is compared in the form (0018,1063)");
            case SEQUENCE -> unless(text.startsWith("["), "a sequence has no text to compare");
            case BYTES -> Optional.empty();
        };
    }

    private static Optional<String> whyNeverText(Dictionary.Entry entry, Vr vr, String text) {
        if (vr.isDividedText() && isList(text)) {
            return Optional.empty();
        }
        if (vr.isDividedText() && (fewest(entry.vm()) > 1 || text.indexOf('\\') >= 0)) {
            return Optional.of(
                    (fewest(entry.vm()) > 1 ? entry.keyword() + " has several values, which" : "several values")
                            + " are compared as one text, as in ['A', 'B'], so use contains");
        }
        return switch (vr) {
            case IS -> unless(INTEGER_STRING.matcher(text).matches(), "VR IS is a whole number");
            case DS ->
                unless(
                        text.length() <= LONGEST_DECIMAL_STRING
                                && LiteralRules.of(vr, text).isEmpty(),
                        "VR DS is a number of at most 16 characters");
            case DA -> ofLiteral(vr, FORMER_DATE.matcher(text).replaceFirst("$1$2$3"));
            // Case is not told apart, and these are written in capitals.
            case AS, CS -> ofLiteral(vr, text.toUpperCase(Locale.ROOT));
            default -> ofLiteral(vr, text);
        };
    }

    /** Whether the text is what several values are printed as. */
    private static boolean isList(String text) {
        return text.startsWith("[") && text.endsWith("]");
    }

    private static Optional<String> ofLiteral(Vr vr, String text) {
        return LiteralRules.of(vr, text);
    }

    private static boolean isPlainInteger(Vr vr, String text) {
        Optional<BigInteger> number = PythonNumbers.whole(text);
        return number.isPresent()
                && number.get().toString().equals(text)
                && LiteralRules.of(vr, text).isEmpty();
    }

    private static boolean isPlainReal(Vr vr, String text) {
        OptionalDouble number = PythonNumbers.real(text);
        return number.isPresent() && asCompared(vr, number.getAsDouble()).equalsIgnoreCase(text);
    }

    private static String floating(Vr vr, String text) {
        OptionalDouble number = PythonNumbers.real(text);
        String form = number.isPresent() ? asCompared(vr, number.getAsDouble()) : "1.0";
        return "each number is compared alone, in the form " + form;
    }

    private static String asCompared(Vr vr, double number) {
        return PythonText.real(vr == Vr.FL ? (float) number : number);
    }

    private static Optional<String> unless(boolean possible, String why) {
        return possible ? Optional.empty() : Optional.of(why);
    }

    /** The fewest values of a multiplicity such as 2-n, PS3.6 chapter 5. */
    private static int fewest(String vm) {
        String least = vm.split("-", 2)[0];
        return least.chars().allMatch(Character::isDigit) ? Integer.parseInt(least) : 1;
    }

    /** The most values of a multiplicity; n counts as many. */
    static int most(String vm) {
        String most = vm.substring(vm.indexOf('-') + 1);
        return most.chars().allMatch(Character::isDigit) ? Integer.parseInt(most) : Integer.MAX_VALUE;
    }
}

package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

/** The functions that {@code deid_func:} may name, and the options each takes. */
final class DeidFunctions {
    private static final Map<String, List<String>> OPTIONS = Map.of(
            "jitter", List.of("days", "years"),
            "basic_uuid", List.of(),
            "suffix_uuid", List.of(),
            "dicom_uuid", List.of("org_root"),
            "pydicom_uuid", List.of("prefix", "stable_remapping"));

    /** Their names, in alphabetical order. */
    static final List<String> NAMES = OPTIONS.keySet().stream().sorted().toList();

    private static final Pattern UID_PREFIX = Pattern.compile("(?:(?:0|[1-9]\\d*)\\.)+");
    private static final int LONGEST_PREFIX = 54;
    /** From the first to the last day of the years 1 to 9999. */
    private static final BigInteger MOST_DAYS = BigInteger.valueOf(3_652_058);

    private final Problems problems;

    DeidFunctions(Problems problems) {
        this.problems = problems;
    }

    /** Checks the function's name and its options, for the element it is to give a value to. */
    void check(Value.DeidFunction function, Field field) {
        List<String> options = OPTIONS.get(function.name());
        if (options == null) {
            unknown(function);
            return;
        }
        for (String word : Blanks.strip(function.written()).split(" +", -1)) {
            if (word.indexOf('=') < 0 && !word.startsWith("deid_func:")) {
                problems.error(function.at(), "expected options of the form key=value, found " + Quoted.text(word));
                return;
            }
        }
        for (Value.Option option : function.options()) {
            if (options.contains(option.key())) {
                checkOption(option);
            } else {
                unknownOption(function, option, options);
            }
        }
        remark(function, field);
    }

    private void unknown(Value.DeidFunction function) {
        Span at = function.at().within("deid_func:".length(), function.name().length());
        List<String> near = function.name().equals("simple_uuid")
                ? List.of("basic_uuid")
                : Suggestions.near(function.name(), NAMES);
        problems.misspelt(
                at,
                "expected a function (" + String.join(", ", NAMES) + "), found " + Quoted.text(function.name()),
                near);
    }

    private void unknownOption(Value.DeidFunction function, Value.Option option, List<String> options) {
        Span at = option.at().within(0, option.key().length());
        String known = options.isEmpty() ? "no options" : "the options " + String.join(", ", options);
        problems.misspelt(
                at,
                function.name() + " takes " + known + ", found " + Quoted.text(option.key()),
                Suggestions.near(option.key(), options));
    }

    private void checkOption(Value.Option option) {
        Span at = option.at().within(option.key().length() + 1, option.text().length());
        switch (option.key()) {
            case "days", "years" -> {
                if (!isWholeNumber(option.text())) {
                    problems.error(at, "expected a whole number of " + option.key());
                }
            }
            case "prefix" -> checkPrefix(at, option.text());
            case "org_root" -> {
                if (option.text().isEmpty()) {
                    problems.error(at, "expected the root of a UID after org_root=");
                }
            }
            default -> {
                String text = option.text().toLowerCase(Locale.ROOT);
                if (!text.equals("true") && !text.equals("false")) {
                    problems.error(at, "expected true or false after " + option.key() + "=");
                } else if (text.equals("false")) {
                    problems.note(at, "each value gets a random UID; deid 0.4.12 gives all of them one constant");
                }
            }
        }
    }

    /** True for a number of days that can move one date to another. */
    static boolean isWholeNumber(String text) {
        return PythonNumbers.whole(text)
                .filter(number -> number.abs().compareTo(MOST_DAYS) <= 0)
                .isPresent();
    }

    private void checkPrefix(Span at, String text) {
        boolean random = text.equalsIgnoreCase("none") || text.equalsIgnoreCase("null");
        if (!random && (!UID_PREFIX.matcher(text).matches() || text.length() > LONGEST_PREFIX)) {
            problems.error(
                    at,
                    "expected a UID prefix that ends in a dot, of at most " + LONGEST_PREFIX + " characters, or none");
        }
    }

    private void remark(Value.DeidFunction function, Field field) {
        if (function.name().equals("jitter")
                && function.option("years").isPresent()
                && function.option("days").isEmpty()) {
            problems.warning(function.at(), "days is 1 when it is not given, here as in deid 0.4.12; write days=0");
        }
        boolean uid = Keywords.named(field).map(Dictionary.Entry::vr).stream().anyMatch(vr -> vr == Vr.UI);
        if (uid
                && function.name().equals("dicom_uuid")
                && function.option("org_root").isEmpty()) {
            problems.warning(function.at(), "without org_root= the result starts with a word and is no UID");
        } else if (uid
                && (function.name().equals("basic_uuid") || function.name().equals("suffix_uuid"))) {
            problems.warning(function.at(), "the result is no UID; dicom_uuid and pydicom_uuid make one");
        }
    }
}

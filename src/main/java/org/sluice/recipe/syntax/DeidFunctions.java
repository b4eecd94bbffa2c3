package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.sluice.dataset.Uids;
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

    /**
     * Checks the function's name and its options.
     *
     * @param vrs the VRs that the element may have which is given the result; none when only the instance can tell
     */
    void check(Value.DeidFunction function, List<Vr> vrs) {
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
        remark(function, vrs);
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

    private void remark(Value.DeidFunction function, List<Vr> vrs) {
        if (function.name().equals("jitter")
                && function.option("years").isPresent()
                && function.option("days").isEmpty()) {
            problems.warning(function.at(), "days is 1 when it is not given, here as in deid 0.4.12; write days=0");
        }
        String result = result(function);
        boolean fits = vrs.isEmpty()
                || vrs.contains(Vr.SQ)
                || vrs.stream().anyMatch(vr -> LiteralRules.of(vr, result).isEmpty());
        if (!result.isEmpty() && !fits) {
            problems.warning(function.at(), misfit(function, vrs.get(0)));
        }
    }

    private static String misfit(Value.DeidFunction function, Vr vr) {
        if (vr != Vr.UI) {
            return "no result of " + function.name() + " fits VR " + vr + ": the instance is quarantined";
        }
        if (!function.name().equals("dicom_uuid")) {
            return "the result is no UID; dicom_uuid and pydicom_uuid make one";
        }
        return function.option("org_root").isEmpty()
                ? "without org_root= the result starts with a word and is no UID"
                : "org_root= is no root of a UID, such as 1.2.3, so the result is no UID";
    }

    /** A text of the form that the function gives whatever the instance; empty for one that only moves the old value. */
    private static String result(Value.DeidFunction function) {
        String digits = "24197857161011715162171839636988778104";
        String uid =
                switch (function.name()) {
                    case "basic_uuid", "suffix_uuid" -> "12345678-1234-4234-8234-123456789abc";
                    case "dicom_uuid" -> function.option("org_root").orElse("anonymous-organization") + "." + digits;
                    case "pydicom_uuid" -> "2.25." + digits;
                    default -> "";
                };
        return uid.substring(0, Math.min(uid.length(), Uids.MAX_LENGTH));
    }
}

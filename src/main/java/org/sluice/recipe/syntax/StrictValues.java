package org.sluice.recipe.syntax;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

/** Reads the value of an action: a literal, a variable, or a function. */
final class StrictValues {
    private static final List<String> PREFIXES = List.of("var", "func", "deid_func");

    private final Problems problems;
    private final Set<String> functions;
    private final DeidFunctionRules deidFunctions;

    StrictValues(Problems problems, Set<String> functions) {
        this.problems = problems;
        this.functions = functions;
        this.deidFunctions = new DeidFunctionRules(problems);
    }

    /**
     * Reads a value.
     *
     * @param at where it stands
     * @param text its words, joined by single blanks; a place in it may be off by the blanks left out
     * @param vrs the VRs that the element may have; none when only the instance can tell
     */
    @Nullable
    Value read(Span at, String text, List<Vr> vrs) {
        Value value = ValueReader.read(at, text);
        int errorsBefore = problems.errors();
        if (value instanceof Value.Variable variable) {
            checkName(at, "var:", variable.name(), "a variable");
        } else if (value instanceof Value.HostFunction function) {
            checkName(at, "func:", function.name(), "a function");
            if (OwnFunctions.NAMES.contains(function.name()) && !functions.contains(function.name())) {
                problems.note(
                        at, "deid 0.4.12 finds no function " + function.name() + " and leaves the value as it is");
            } else {
                checkKnown(at, function.name());
            }
        } else if (value instanceof Value.DeidFunction function) {
            deidFunctions.check(function, vrs);
        } else {
            warnOfPrefix(at, text);
        }
        return problems.errors() == errorsBefore ? value : null;
    }

    private void checkName(Span at, String prefix, String name, String kind) {
        int blank = name.indexOf(' ');
        if (name.isEmpty()) {
            problems.error(at.end(), "expected the name of " + kind + " after " + prefix);
        } else if (blank >= 0) {
            int start = Math.min(at.length(), prefix.length() + blank + 1);
            problems.error(
                    at.within(start, Math.max(0, at.length() - start)),
                    "expected the end of the line after the name of " + kind + " (a comment starts with #)");
        }
    }

    private void checkKnown(Span at, String name) {
        if (name.isEmpty() || name.indexOf(' ') >= 0 || functions.contains(name)) {
            return;
        }
        Span nameAt = at.within("func:".length(), name.length());
        if (DeidFunctionRules.NAMES.contains(name)) {
            problems.unknown(at, "expected deid_func: before a function of the language", List.of("deid_func:" + name));
        } else {
            String known = functions.isEmpty()
                    ? "none"
                    : String.join(", ", functions.stream().sorted().toList());
            problems.unknownName(
                    nameAt, "expected the name of an installed function (there are: " + known + ")", name, functions);
        }
    }

    private void warnOfPrefix(Span at, String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon);
        boolean named = colon > 0 && colon + 1 < text.length() && text.charAt(colon + 1) != ' ';
        List<String> near = named ? Suggestions.near(word, PREFIXES) : List.of();
        if (!near.isEmpty()) {
            problems.warning(
                    at.within(0, word.length()),
                    "this is plain text: only " + near.get(0) + ": (in lower case) is looked up");
        } else if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            problems.warning(at, "the quotes are part of the value");
        }
    }
}

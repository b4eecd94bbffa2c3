package org.sluice.recipe.testing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what follows the word {@code expect}. */
final class ExpectationParser {
    private static final String BECAUSE = " because ";
    private static final String KINDS = "expected clean, flagged SECTION, label NAME, no label NAME, coordinates …, "
            + "absent|present|empty|unchanged|changed ELEMENT, matches ELEMENT EXPRESSION, quarantine, "
            + "or ELEMENT \"VALUE\"";

    private final TestLine line;
    private final String text;

    private ExpectationParser(TestLine line) {
        this.line = line;
        this.text = line.rest();
    }

    static Expectation parse(TestLine line) throws TestLine.Refused {
        var parser = new ExpectationParser(line);
        String[] words = parser.text.split("\\s+", 2);
        return parser.expectation(words[0], words.length > 1 ? words[1].strip() : "");
    }

    private Expectation expectation(String kind, String rest) throws TestLine.Refused {
        return switch (kind) {
            case "clean" -> nothingAfter(rest, new Expectation.Clean(line.at(), text));
            case "flagged" -> flagged(needed(rest, "the name of a %filter section"));
            case "label" -> new Expectation.LabelMatches(line.at(), text, needed(rest, "the name of a label"), true);
            case "no" -> noLabel(rest);
            case "coordinates" -> coordinates(needed(rest, "none, blank … or keep …"));
            case "quarantine" -> quarantine(rest);
            case "matches" -> matches(rest);
            case "absent", "present", "empty", "unchanged", "changed" -> state(kind, rest);
            default -> value(kind, rest);
        };
    }

    private Expectation flagged(String rest) {
        int because = rest.indexOf(BECAUSE);
        String section = because < 0 ? rest : rest.substring(0, because).strip();
        Optional<String> reason = because < 0
                ? Optional.empty()
                : Optional.of(rest.substring(because + BECAUSE.length()).strip());
        return new Expectation.Flagged(line.at(), text, section, reason);
    }

    private Expectation noLabel(String rest) throws TestLine.Refused {
        if (!rest.startsWith("label ")) {
            throw refused("expected no label NAME");
        }
        return new Expectation.LabelMatches(
                line.at(), text, rest.substring("label ".length()).strip(), false);
    }

    private Expectation coordinates(String rest) throws TestLine.Refused {
        if (rest.equals("none")) {
            return new Expectation.CoordinatesAre(line.at(), text, List.of());
        }
        List<String> regions = new ArrayList<>();
        for (String region : rest.split(";", -1)) {
            String written = region.strip().replaceAll("\\s+", " ");
            if (!written.startsWith("blank ") && !written.startsWith("keep ")) {
                throw refused("expected blank or keep and a region, as in blank all; keep 0,60,640,480");
            }
            regions.add(written);
        }
        return new Expectation.CoordinatesAre(line.at(), text, regions);
    }

    private Expectation quarantine(String rest) throws TestLine.Refused {
        if (rest.isEmpty()) {
            return new Expectation.Quarantined(line.at(), text, "");
        }
        if (!rest.startsWith(BECAUSE.stripLeading())) {
            throw refused("expected because and a part of the reason");
        }
        return new Expectation.Quarantined(
                line.at(), text, rest.substring(BECAUSE.length() - 1).strip());
    }

    private Expectation matches(String rest) throws TestLine.Refused {
        String[] elementAndExpression =
                needed(rest, "an element and an expression").split("\\s+", 2);
        if (elementAndExpression.length < 2) {
            throw refused("expected an expression after the element");
        }
        ElementPath path = line.path(elementAndExpression[0]);
        try {
            return new Expectation.ValueMatches(line.at(), text, path, Pattern.compile(elementAndExpression[1]));
        } catch (PatternSyntaxException e) {
            throw refused("expected a regular expression (" + e.getDescription() + ")");
        }
    }

    private Expectation state(String kind, String rest) throws TestLine.Refused {
        ElementPath path = line.path(needed(rest, "an element"));
        var state = Expectation.State.valueOf(kind.toUpperCase(Locale.ROOT));
        return new Expectation.StateIs(line.at(), text, path, state);
    }

    private Expectation value(String element, String rest) throws TestLine.Refused {
        boolean quoted = rest.length() >= 2 && rest.startsWith("\"") && rest.endsWith("\"");
        if (!quoted) {
            throw new TestLine.Refused(line.problemInRest(KINDS).suggesting(nearestKind(element)));
        }
        return new Expectation.ValueIs(line.at(), text, line.path(element), rest.substring(1, rest.length() - 1));
    }

    private static List<String> nearestKind(String word) {
        String start = word.substring(0, Math.min(3, word.length())).toLowerCase(Locale.ROOT);
        return Arrays.stream("clean flagged label coordinates absent present empty unchanged changed matches quarantine"
                        .split(" "))
                .filter(kind -> kind.startsWith(start))
                .toList();
    }

    private Expectation nothingAfter(String rest, Expectation expectation) throws TestLine.Refused {
        if (!rest.isEmpty()) {
            throw refused("expected the end of the line after clean");
        }
        return expectation;
    }

    private String needed(String rest, String what) throws TestLine.Refused {
        if (rest.isEmpty()) {
            throw refused("expected " + what + " after " + text);
        }
        return rest;
    }

    private TestLine.Refused refused(String message) {
        return new TestLine.Refused(line.problemInRest(message));
    }
}

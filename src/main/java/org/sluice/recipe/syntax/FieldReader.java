package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.text.Span;

/** Tells which form of a field a word is. What is none of them comes out as {@link Field.Other}. */
final class FieldReader {
    private static final Pattern PRIVATE =
            Pattern.compile("(\\(?)(\\p{XDigit}{4}),\"([^\"]*)\",(\\p{XDigit}{2})(\\)?)");
    private static final Pattern STEP =
            Pattern.compile("\\((\\p{XDigit}{4}),(\\p{XDigit}{4})\\)(?:__(\\d{1,9})(?:__|$))?");
    private static final Pattern GROUP = Pattern.compile("(?:0[xX])?(\\p{XDigit}{1,8})");

    private static final String SAFE = "safe";
    private static final String UNSAFE = "unsafe";

    private final Reading reading;

    FieldReader(Reading reading) {
        this.reading = reading;
    }

    Field read(Span at, String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        if (lower.equals("all")) {
            return new Field.All(at, written);
        }
        int colon = colonOutsideQuotes(written);
        if (startsLikeAList(written)) {
            return list(at, written, colon);
        }
        return colon < 0 ? plain(at, written) : expander(at, written, colon);
    }

    /** deid looks at the beginning only; a strict list has exactly one of the two words before its colon. */
    private boolean startsLikeAList(String written) {
        return reading == Reading.COMPAT
                ? written.startsWith("fields") || written.startsWith("values")
                : written.startsWith("fields:") || written.startsWith("values:");
    }

    private static Field list(Span at, String written, int colon) {
        String name = colon < 0 ? "" : written.substring(colon + 1);
        return written.startsWith("fields")
                ? new Field.FieldsOf(at, written, name)
                : new Field.ValuesOf(at, written, name);
    }

    private Field expander(Span at, String written, int colon) {
        String word = written.substring(0, colon).toLowerCase(Locale.ROOT);
        String expression = written.substring(colon + 1);
        Span expressionAt = at.within(colon + 1, expression.length());
        if (word.equals("content") && reading == Reading.STRICT) {
            return contentItem(at, written, expression);
        }
        if (word.equals("select")) {
            return select(at, written, expression);
        }
        return kind(word)
                .<Field>map(kind -> new Field.Expander(at, written, kind, expression, expressionAt))
                .orElseGet(() -> new Field.Other(at, written));
    }

    private static Field contentItem(Span at, String written, String expression) {
        String[] parts = expression.split(",", -1);
        boolean typed = parts.length == 3;
        boolean filled = Arrays.stream(parts).noneMatch(String::isBlank);
        if (!filled || (parts.length != 2 && !typed)) {
            return new Field.Faulty(
                    at, written, "expected content:CODE,SCHEME or content:CODE,SCHEME,VALUETYPE, as 121071,DCM,TEXT");
        }
        if (typed && !Field.ContentItem.VALUE_TYPES.containsKey(parts[2])) {
            return new Field.Faulty(
                    at,
                    written,
                    "expected a Value Type of PS3.3 C.17.3.2 behind the scheme: "
                            + String.join(", ", new TreeSet<>(Field.ContentItem.VALUE_TYPES.keySet())));
        }
        return new Field.ContentItem(at, written, parts[0], parts[1], typed ? parts[2] : "");
    }

    private Optional<Field.Expander.Kind> kind(String word) {
        return switch (word) {
            case "startswith" -> Optional.of(Field.Expander.Kind.STARTSWITH);
            case "endswith" -> Optional.of(Field.Expander.Kind.ENDSWITH);
            case "contains" -> Optional.of(Field.Expander.Kind.CONTAINS);
            case "except" -> Optional.of(Field.Expander.Kind.EXCEPT);
            case "allexcept" -> reading == Reading.STRICT ? Optional.of(Field.Expander.Kind.EXCEPT) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Field select(Span at, String written, String expression) {
        int colon = expression.indexOf(':');
        if (colon < 0) {
            return new Field.Faulty(at, written, "expected select:VR:XX or select:GROUP:hhhh");
        }
        String attribute = expression.substring(0, colon).toUpperCase(Locale.ROOT);
        String wanted = expression.substring(colon + 1);
        return switch (attribute) {
            case "VR" ->
                new Field.SelectVr(
                        at,
                        written,
                        wanted.substring(0, Math.min(2, wanted.length())).toUpperCase(Locale.ROOT));
            case "GROUP" -> selectGroup(at, written, wanted);
            case "PRIVATE" -> selectPrivate(at, written, wanted.toLowerCase(Locale.ROOT));
            default -> new Field.Other(at, written);
        };
    }

    private Field selectPrivate(Span at, String written, String wanted) {
        boolean known = wanted.equals(SAFE) || wanted.equals(UNSAFE);
        return known && reading == Reading.STRICT
                ? new Field.SelectPrivate(at, written, wanted.equals(SAFE))
                : new Field.Other(at, written);
    }

    private static Field selectGroup(Span at, String written, String wanted) {
        Matcher group = GROUP.matcher(wanted);
        return group.matches()
                ? new Field.SelectGroup(at, written, Integer.parseUnsignedInt(group.group(1), 16))
                : new Field.Faulty(at, written, "expected a group number of hexadecimal digits");
    }

    private Field plain(Span at, String written) {
        Matcher parts = PRIVATE.matcher(written);
        if (parts.matches() && parts.group(1).isEmpty() == parts.group(5).isEmpty()) {
            int group = Integer.parseInt(parts.group(2), 16);
            return new Field.Private(at, written, group, parts.group(3), Integer.parseInt(parts.group(4), 16));
        }
        var tag = Tag.parse(written);
        if (tag.isPresent()) {
            return new Field.Tag(at, written, tag.getAsInt());
        }
        if (written.startsWith("(") && written.contains("__")) {
            return itemPath(at, written);
        }
        return written.contains("__") ? namePath(at, written) : keyword(at, written);
    }

    private Field keyword(Span at, String written) {
        Optional<Dictionary.Entry> entry =
                Keywords.anyCase(written).filter(found -> reading == Reading.STRICT || !Keywords.isRepeating(found));
        return entry.<Field>map(found -> new Field.Keyword(at, written, found.tag(), found.mask()))
                .orElseGet(() -> new Field.Other(at, written));
    }

    private static Field namePath(Span at, String written) {
        return new Field.NamePath(at, written, List.of(written.split("__", -1)));
    }

    private static Field itemPath(Span at, String written) {
        List<Integer> tags = new ArrayList<>();
        List<Integer> items = new ArrayList<>();
        Matcher step = STEP.matcher(written);
        int end = 0;
        while (step.find() && step.start() == end) {
            end = step.end();
            tags.add(Tag.of(Integer.parseInt(step.group(1), 16), Integer.parseInt(step.group(2), 16)));
            if (step.group(3) == null) {
                break;
            }
            items.add(Integer.parseInt(step.group(3)));
        }
        return end == written.length() && items.size() == tags.size() - 1 && !items.isEmpty()
                ? new Field.ItemPath(at, written, tags, items)
                : new Field.Other(at, written);
    }

    private static int colonOutsideQuotes(String written) {
        boolean quoted = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}

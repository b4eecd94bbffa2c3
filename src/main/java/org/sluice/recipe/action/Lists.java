package org.sluice.recipe.action;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.field.FieldMatcher;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.pattern.Expression;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.recipe.syntax.ListEntry;
import org.sluice.recipe.syntax.Reading;

/** The {@code %values} and {@code %fields} lists of a recipe, worked out for one instance. */
final class Lists {
    private static final int[] NONE = {};

    private final HeaderActions actions;
    private final boolean strict;
    private final Map<String, Set<String>> values = new HashMap<>();
    private final Map<String, Set<Integer>> tags = new HashMap<>();
    private final Map<String, Optional<Search>> searches = new HashMap<>();

    /** How a text is searched for the values of a list. */
    private interface Search {
        boolean in(String text);
    }

    Lists(HeaderActions actions) {
        this.actions = actions;
        this.strict = actions.reading() == Reading.STRICT;
    }

    /** Works all lists out, values first. */
    void fill(List<ReachableElements> parts) throws ActionException {
        for (Map.Entry<String, List<HeaderActions.Entry>> list :
                actions.valueLists().entrySet()) {
            Set<String> found = values.computeIfAbsent(list.getKey(), name -> new LinkedHashSet<>());
            for (HeaderActions.Entry entry : list.getValue()) {
                for (ReachableElements part : parts) addValues(entry, part, found);
            }
        }
        fillFields(parts);
    }

    /**
     * Adds to the {@code %fields} lists what they take of these parts. An element that comes after the header is one more
     * of them: a list that did not know it would pass it over.
     */
    void fillFields(List<ReachableElements> parts) throws ActionException {
        for (Map.Entry<String, List<HeaderActions.Entry>> list :
                actions.fieldLists().entrySet()) {
            Set<Integer> found = tags.computeIfAbsent(list.getKey(), name -> new HashSet<>());
            for (HeaderActions.Entry entry : list.getValue()) {
                for (ReachableElements part : parts) addTags(entry, part, found);
            }
        }
    }

    private void addValues(HeaderActions.Entry entry, ReachableElements part, Set<String> found)
            throws ActionException {
        if (entry.entry() instanceof ListEntry.Faulty faulty)
            throw new ActionException(faulty.reason()).at(faulty.at());
        for (int element : elements(entry.field(), part)) {
            WorkingCopy copy = part.copy();
            if (entry.entry() instanceof ListEntry.Split split) {
                split(split, copy.printed(element), found);
            } else if (copy.edit().isSequence(element)) {
                if (copy.isEmpty(element)) continue;
                throw new ActionException(copy.edit().path(element) + ": a sequence has no value for a list")
                        .at(entry.entry().at());
            } else {
                copy.texts(element).stream().filter(text -> !text.isEmpty()).forEach(found::add);
            }
        }
    }

    private void split(ListEntry.Split split, @Nullable String text, Set<String> found) {
        if (text == null && strict) return;
        String whole = text == null ? "None" : text;
        int start = 0;
        while (start <= whole.length()) {
            int next = split.by().isEmpty() ? -1 : whole.indexOf(split.by(), start);
            String part = next < 0 ? whole.substring(start) : whole.substring(start, next);
            if (part.codePointCount(0, part.length()) >= split.minLength()) found.add(part);
            if (next < 0) return;
            start = next + split.by().length();
        }
    }

    private void addTags(HeaderActions.Entry entry, ReachableElements part, Set<Integer> found) throws ActionException {
        if (entry.entry() instanceof ListEntry.Faulty faulty)
            throw new ActionException(faulty.reason()).at(faulty.at());
        for (int element : elements(entry.field(), part))
            found.add(part.copy().edit().tag(element));
    }

    /** The elements in reach of one part that a field means now. */
    int[] elements(int field, ReachableElements part) throws ActionException {
        FieldMatcher matcher = actions.index().matcher(field);
        if (matcher instanceof FieldMatcher.Fault fault) throw new ActionException(fault.reason());
        if (matcher instanceof FieldMatcher.OfFieldList list) {
            Set<Integer> wanted = fieldTags(list.list());
            return wanted.isEmpty() ? NONE : matching(part, element -> wanted.contains(tag(part, element)));
        }
        if (matcher instanceof FieldMatcher.OfValueList list) {
            Optional<Search> search = search(list.list());
            return search.isEmpty() ? NONE : matching(part, element -> holds(part, element, search.get()));
        }
        return inside(part, matcher, part.all(field));
    }

    /** Those of the elements that are in reach, and on the path if the field is one; they take their place. */
    private static int[] inside(ReachableElements part, FieldMatcher matcher, int[] elements) {
        int count = 0;
        for (int element : elements) {
            if (part.contains(element) && isOnPath(matcher, part, element)) elements[count++] = element;
        }
        return count == elements.length ? elements : Arrays.copyOf(elements, count);
    }

    private interface Condition {
        boolean holds(int element) throws ActionException;
    }

    private static int[] matching(ReachableElements part, Condition condition) throws ActionException {
        int[] found = new int[part.copy().edit().size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (part.contains(i) && condition.holds(i)) found[count++] = i;
        }
        return Arrays.copyOf(found, count);
    }

    private static int tag(ReachableElements part, int element) {
        return part.copy().edit().tag(element);
    }

    private static boolean isOnPath(FieldMatcher matcher, ReachableElements part, int element) {
        if (!(matcher instanceof FieldMatcher.OfPath path)) return true;
        int here = element;
        for (int level = path.items().size() - 1; level >= 0; level--) {
            if (part.copy().edit().item(here) != path.items().get(level)) return false;
            here = part.copy().edit().parent(here);
        }
        return true;
    }

    private Set<Integer> fieldTags(String name) throws ActionException {
        Set<Integer> found = tags.get(name);
        if (found != null) return found;
        if (values.containsKey(name)) throw new ActionException("list " + name + " holds values, not fields");
        return Set.of();
    }

    private boolean holds(ReachableElements part, int element, Search search) throws ActionException {
        part.copy().requireReadable(element);
        String text = part.copy().printed(element);
        if (text == null && strict) return false;
        return search.in(text == null ? "None" : text);
    }

    private Optional<Search> search(String name) throws ActionException {
        Optional<Search> known = searches.get(name);
        if (known == null) {
            known = compiled(values.getOrDefault(name, Set.of()));
            searches.put(name, known);
        }
        return known;
    }

    /** Strict looks for the values as they are (Q28); compat takes each for an expression. Empty for an empty list. */
    private Optional<Search> compiled(Set<String> wanted) throws ActionException {
        if (wanted.isEmpty()) return Optional.empty();
        List<String> lower =
                wanted.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
        if (strict) {
            return Optional.of(text -> {
                String searched = text.toLowerCase(Locale.ROOT);
                return lower.stream().anyMatch(searched::contains);
            });
        }
        try {
            Expression expression = Expression.compile(
                    "(" + String.join("|", wanted) + ")",
                    Expression.Case.IGNORED,
                    Expression.Engine.BACKTRACKING_ALLOWED);
            return Optional.of(expression::isIn);
        } catch (PatternException refused) {
            throw new ActionException("a value of the list is no regular expression");
        }
    }

    /** Lists and variables share their names; lists win. */
    Optional<VariableValue> asVariable(String name) {
        Set<String> list = values.get(name);
        if (list == null || strict) return Optional.empty();
        return Optional.of(
                new VariableValue.Several(list.stream().map(VariableValue::of).toList()));
    }
}

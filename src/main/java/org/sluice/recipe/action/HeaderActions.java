package org.sluice.recipe.action;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.field.FieldIndex;
import org.sluice.recipe.field.FieldMatcher;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.ListEntry;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.text.Problem;

/** The header actions of a recipe, compiled: each with the number of its field in one {@link FieldIndex}. Immutable. */
public final class HeaderActions {
    /**
     * One action.
     *
     * @param field the number of the action's field; for ADD its element alone counts
     */
    public record Step(Action action, int field) {}

    /**
     * One entry of a list.
     *
     * @param field the number of the entry's field
     */
    public record Entry(ListEntry entry, int field) {}

    private final Reading reading;
    private final FieldIndex index;
    private final Map<String, Integer> numbers;
    private final List<Step> steps;
    private final List<Step> keeps;
    private final Map<String, List<Entry>> valueLists;
    private final Map<String, List<Entry>> fieldLists;
    /** The fields of all REPLACE and JITTER: what they mean is never removed. */
    private final BitSet shields;

    private HeaderActions(
            Reading reading,
            FieldIndex index,
            Map<String, Integer> numbers,
            List<Step> steps,
            List<Step> keeps,
            Map<String, List<Entry>> valueLists,
            Map<String, List<Entry>> fieldLists) {
        this.reading = reading;
        this.index = index;
        this.numbers = Map.copyOf(numbers);
        this.steps = List.copyOf(steps);
        this.keeps = List.copyOf(keeps);
        this.valueLists = Map.copyOf(valueLists);
        this.fieldLists = Map.copyOf(fieldLists);
        this.shields = new BitSet();
        for (Step step : steps) {
            if (step.action() instanceof Action.Replace || step.action() instanceof Action.Jitter) {
                shields.set(step.field());
            }
        }
    }

    /**
     * Compiles the actions of a recipe.
     *
     * @param problems where fields that cannot be compiled are reported; compat reports none
     */
    public static HeaderActions compile(Recipe recipe, List<Problem> problems) {
        return new Compiler(recipe, problems).compile();
    }

    /**
     * Runs them over one instance.
     *
     * @param edited what they change
     * @param seen what lists, variables and functions look at: all that was read of the same instance
     * @param today the date that stands in where a date leaves parts open; compat only
     * @param trace where it is noted which line changed what; null where nobody asks
     * @throws ActionException when one could not do what it says; nothing of the run counts then
     */
    public HeaderEdits run(
            Instance edited,
            Instance seen,
            Variables variables,
            RecipeFunctions functions,
            Supplier<LocalDate> today,
            @Nullable ActionTrace trace)
            throws ActionException {
        Lists lists = new Lists(this);
        ValueLookup lookup = new ValueLookup(seen, variables, functions, lists, reading, today);
        return new ActionRun(this, edited, seen, lists, lookup, trace).run();
    }

    Reading reading() {
        return reading;
    }

    /** The fields of all actions and list entries, numbered. */
    public FieldIndex index() {
        return index;
    }

    /** The number of a field of the recipe. */
    public int number(Field field) {
        return Objects.requireNonNull(numbers.get(key(field)), field.written());
    }

    private static String key(Field field) {
        return field.getClass().getName() + field.written();
    }

    /** All actions but KEEP, in order. */
    public List<Step> steps() {
        return steps;
    }

    /** All KEEP lines, in order. */
    public List<Step> keeps() {
        return keeps;
    }

    /** The entries of the {@code %values} lists, by name. */
    public Map<String, List<Entry>> valueLists() {
        return valueLists;
    }

    /** The entries of the {@code %fields} lists, by name. */
    public Map<String, List<Entry>> fieldLists() {
        return fieldLists;
    }

    /** Whether a REPLACE or JITTER has this field: what it means is never removed. */
    public boolean isShield(int field) {
        return shields.get(field);
    }

    private static final class Compiler {
        private final Recipe recipe;
        private final List<Problem> problems;
        private final List<FieldMatcher> matchers = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();

        Compiler(Recipe recipe, List<Problem> problems) {
            this.recipe = recipe;
            this.problems = problems;
        }

        HeaderActions compile() {
            List<Step> steps = new ArrayList<>();
            List<Step> keeps = new ArrayList<>();
            for (Action action : recipe.header()) {
                if (action instanceof Action.Ignored) {
                    continue;
                }
                Step step = new Step(action, number(action.field()));
                if (action instanceof Action.Keep) {
                    keeps.add(step);
                } else {
                    steps.add(step);
                }
            }
            Map<String, List<Entry>> values = new HashMap<>();
            for (Recipe.ValueList list : recipe.valueLists()) {
                values.put(list.name(), entries(list.entries()));
            }
            Map<String, List<Entry>> fields = new HashMap<>();
            for (Recipe.FieldList list : recipe.fieldLists()) {
                fields.put(list.name(), entries(list.entries()));
            }
            return new HeaderActions(
                    recipe.reading(),
                    new FieldIndex(matchers, recipe.reading()),
                    numbers,
                    steps,
                    keeps,
                    values,
                    fields);
        }

        private List<Entry> entries(List<ListEntry> entries) {
            return entries.stream()
                    .filter(entry -> !(entry instanceof ListEntry.Ignored))
                    .map(entry -> new Entry(entry, number(entry.field())))
                    .toList();
        }

        /** The same field written twice is one; only its text tells. */
        private int number(Field field) {
            return numbers.computeIfAbsent(key(field), written -> {
                matchers.add(matcher(field));
                return matchers.size() - 1;
            });
        }

        private FieldMatcher matcher(Field field) {
            try {
                return FieldMatcher.of(field, recipe.reading());
            } catch (PatternException refused) {
                String message = "expected a regular expression: " + refused.getMessage();
                problems.add(Problem.error(field.at(), message, recipe.line(field.at())));
                return new FieldMatcher.Fault(message);
            }
        }
    }
}

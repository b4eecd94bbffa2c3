package org.sluice.recipe.action;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;
import org.sluice.recipe.field.FieldIndex;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.python.DateShift;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Value;

/** Works out what the value of an action is for one element: a literal, a variable, a function. */
final class ValueLookup {
    /**
     * One element, or the place of one that ADD makes.
     *
     * @param field what the action is about
     */
    record Target(WorkingCopy copy, int element, Field field) {
        boolean exists() {
            return element >= 0;
        }

        String namePath() {
            return exists() ? FieldIndex.namePath(copy.edit(), element) : field.written();
        }
    }

    /** A value that cannot be taken for a date. */
    private static final List<String> NO_DATE = List.of("-");

    private final Instance instance;
    private final Variables variables;
    private final RecipeFunctions functions;
    private final Lists lists;
    private final boolean strict;
    private final Supplier<LocalDate> today;
    private int droppedWords;

    ValueLookup(
            Instance instance,
            Variables variables,
            RecipeFunctions functions,
            Lists lists,
            Reading reading,
            Supplier<LocalDate> today) {
        this.instance = instance;
        this.variables = variables;
        this.functions = functions;
        this.lists = lists;
        this.strict = reading == Reading.STRICT;
        this.today = today;
    }

    /**
     * The value; null for none, which leaves the element as it is. In the strict reading a variable or function without a value,
     * and a literal that does not fit, are errors (Q19, Q20).
     */
    @Nullable
    VariableValue of(Value value, Target target) throws ActionException {
        if (value instanceof Value.Variable variable) {
            return variable(variable.name());
        }
        if (value instanceof Value.HostFunction call) {
            return call(call, target);
        }
        if (value instanceof Value.DeidFunction call) {
            return deid(call, target);
        }
        return literal(value.written(), target);
    }

    /** So many words {@code func:clean_words} has taken out of texts so far. */
    int droppedWords() {
        return droppedWords;
    }

    private @Nullable VariableValue variable(String name) throws ActionException {
        Optional<VariableValue> value = lists.asVariable(name).or(() -> variables.value(name, instance));
        if (value.isEmpty() && strict) {
            throw new ActionException(
                    ActionException.Kind.VARIABLE_WITHOUT_VALUE,
                    "variable " + name + " has no value for this instance");
        }
        return value.orElse(null);
    }

    private @Nullable VariableValue call(Value.HostFunction call, Target target) throws ActionException {
        Optional<RecipeFunction> function = functions.named(call.name());
        if (function.isEmpty() && strict) {
            function = OwnFunctionTable.named(call.name());
        }
        if (function.isEmpty()) {
            if (strict) {
                throw new ActionException("function " + call.name() + " is not installed");
            }
            return null;
        }
        if (target.exists()) {
            target.copy().requireReadable(target.element());
        }
        HeaderEdit part = target.copy().edit();
        var given =
                new RecipeFunction.Call(call.written(), target.namePath(), target.element(), part, instance, variables);
        Optional<VariableValue> value = called(function.get(), given);
        if (function.get() instanceof CleanWordsFunction) {
            droppedWords += CleanWordsFunction.dropped(given, value);
        }
        if (value.isEmpty() && strict) {
            throw new ActionException("function " + call.name() + " gave no value");
        }
        return value.orElse(null);
    }

    /** A function is not ours: whatever goes wrong in it is its failure. What it says of that may hold values, and is left out. */
    private static Optional<VariableValue> called(RecipeFunction function, RecipeFunction.Call call)
            throws ActionException {
        try {
            return Objects.requireNonNull(function.value(call), "no value is Optional.empty()");
        } catch (ActionException e) {
            throw new ActionException(call.written() + " failed");
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw new ActionException(
                    call.written() + " failed: " + e.getClass().getName());
        }
    }

    private @Nullable VariableValue deid(Value.DeidFunction call, Target target) throws ActionException {
        if (!DeidFunctions.NAMES.contains(call.name())) {
            if (strict) {
                throw new ActionException("there is no deid_func:" + call.name());
            }
            return null;
        }
        boolean looksAtOldValue = call.name().equals("jitter") || call.name().equals("pydicom_uuid");
        if (looksAtOldValue && !target.exists()) {
            throw new ActionException(call.name() + " needs an element that exists, ADD has none");
        }
        if (looksAtOldValue) {
            target.copy().requireReadable(target.element());
        }
        if (call.name().equals("jitter")) {
            return shifted(target, DeidFunctions.days(call));
        }
        String old = looksAtOldValue ? target.copy().printed(target.element()) : null;
        return DeidFunctions.text(call, target.namePath(), old, strict ? Reading.STRICT : Reading.COMPAT)
                .map(VariableValue::of)
                .orElse(null);
    }

    private @Nullable VariableValue literal(String text, Target target) throws ActionException {
        if (!target.exists()) {
            return VariableValue.of(text);
        }
        HeaderEdit part = target.copy().edit();
        Vr vr = part.isSequence(target.element()) ? Vr.SQ : part.vr(target.element());
        if (strict && vr == Vr.UN) {
            return VariableValue.of(text);
        }
        Optional<VariableValue> value = Assignment.literal(vr, text);
        if (value.isEmpty() && strict && !text.isEmpty()) {
            throw Assignment.misfit(vr).in(part.path(target.element()));
        }
        if (value.isEmpty() && strict) {
            return VariableValue.of(text);
        }
        return value.orElse(null);
    }

    /**
     * The element's dates moved by a number of days; null leaves it as it is: it is empty, or no date. In the strict reading DA
     * and DT are dates (Q24) and must be whole ones, and so must an element be that the recipe names; of what an expander takes
     * along, private elements are moved too that hold nothing but dates.
     */
    @Nullable
    VariableValue shifted(Target target, long days) throws ActionException {
        WorkingCopy copy = target.copy();
        int i = target.element();
        if (copy.isEmpty(i)) {
            return null;
        }
        Vr vr = copy.edit().isSequence(i) ? Vr.SQ : copy.edit().vr(i);
        if (strict) {
            return moved(target, vr, new DateMove(days));
        }
        DateShift dates = new DateShift(today.get());
        List<VariableValue> moved = new ArrayList<>();
        for (String text : copy.texts(i)) {
            Optional<String> date = text.isEmpty() ? Optional.of("") : shifted(dates, vr, text, days);
            if (date.isEmpty() && (vr == Vr.DA || vr == Vr.DT)) {
                throw noDate(copy, i, vr);
            }
            if (date.isEmpty()) {
                return null;
            }
            moved.add(VariableValue.of(date.get()));
        }
        return moved.size() == 1 ? moved.get(0) : new VariableValue.Several(moved);
    }

    /** As {@link #shifted(Target, long)} in compat, of one text. */
    Optional<String> shifted(Vr vr, String text, long days) {
        return shifted(new DateShift(today.get()), vr, text, days);
    }

    private static @Nullable VariableValue moved(Target target, Vr vr, DateMove dates) throws ActionException {
        WorkingCopy copy = target.copy();
        boolean isPrivate = Tag.isPrivate(copy.edit().tag(target.element()));
        boolean isDate = vr == Vr.DA || vr == Vr.DT;
        boolean mayBeSkipped = !isDate && !target.field().isNamed();
        if (mayBeSkipped && !isPrivate) {
            return null;
        }
        // Where VRs are implicit nothing tells a private DT from a text, so it is written as one everywhere.
        boolean asDate = isDate && !(isPrivate && vr == Vr.DT);
        List<String> moved = new ArrayList<>();
        for (String text : datesIn(copy, target.element(), vr)) {
            Optional<String> date =
                    text.isEmpty() ? Optional.of("") : asDate ? dates.dateOrTime(vr, text) : dates.text(text.strip());
            if (date.isEmpty() && mayBeSkipped) {
                return null;
            }
            moved.add(date.orElseThrow(() -> noDate(copy, target.element(), vr)));
        }
        if (moved.isEmpty()) {
            return null;
        }
        return new VariableValue.Several(moved.stream().map(VariableValue::of).toList());
    }

    /** The values of an element that may be a date; a UN is looked at as the text that it may be (PS3.5 6.2.2). */
    private static List<String> datesIn(WorkingCopy copy, int i, Vr vr) throws ActionException {
        if (copy.edit().isSequence(i)) {
            return NO_DATE;
        }
        if (vr == Vr.UN) {
            return Values.split(Vr.LO, copy.edit().text(i));
        }
        return vr.isText() ? copy.texts(i) : NO_DATE;
    }

    private static Optional<String> shifted(DateShift dates, Vr vr, String text, long days) {
        return switch (vr) {
            case DA -> dates.day(text, days);
            case DT -> dates.moment(text, days);
            default -> dates.anything(text, days);
        };
    }

    private static ActionException noDate(WorkingCopy copy, int i, Vr vr) {
        return new ActionException(copy.edit().path(i)
                + ": expected a whole date in the years 1 to 9999, found another value of VR " + vr);
    }
}

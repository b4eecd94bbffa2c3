package org.sluice.recipe;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.ValueLookup.Target;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Value;

/** The header actions of a recipe over one instance, in the order of the recipe. For one thread. */
final class ActionRun {
    /** Bytes of private values that are looked at for dates without being named. */
    private static final int LONGEST_DATES = 1 << 12;

    private final HeaderActions actions;
    private final Instance instance;
    private final Instance seen;
    private final boolean compat;
    private final Universe dataSet;
    /** What fields can mean elements of: the file meta information, where any can, and the data set. */
    private final List<Universe> universes;

    private final Set<Integer> keptTags;
    private final Lists lists;
    private final ValueLookup lookup;
    private @Nullable Universe meta;
    private @Nullable String saveError;

    /** @param seen all that was read of the instance: what lists, variables and functions look at */
    ActionRun(
            HeaderActions actions,
            Instance instance,
            Instance seen,
            Variables variables,
            CompiledRecipe.Environment environment) {
        this.actions = actions;
        this.instance = instance;
        this.seen = seen;
        this.compat = actions.reading() == Reading.COMPAT;
        this.dataSet = universe(new HeaderEdit(instance.dataSet()));
        this.universes = actions.index().mayMeanMeta() ? List.of(metaUniverse(), dataSet) : List.of(dataSet);
        this.keptTags = keptTags();
        this.lists = new Lists(actions);
        this.lookup = new ValueLookup(
                seen, variables, environment.functions(), lists, actions.reading(), environment.today());
    }

    private Universe universe(HeaderEdit edit) {
        return new Universe(new WorkingCopy(edit, actions.reading(), this::unsavable), actions);
    }

    /** Made for a recipe that may touch it, and for who writes a file. */
    private Universe metaUniverse() {
        Universe made = meta;
        if (made == null) {
            made = universe(new HeaderEdit(instance.meta()));
            meta = made;
        }
        return made;
    }

    private Set<Integer> keptTags() {
        if (actions.keeps().isEmpty()) return Set.of();
        Set<Integer> kept = new HashSet<>();
        for (Universe universe : universes) kept.addAll(universe.keptTags());
        return kept;
    }

    private void unsavable(String message) {
        if (saveError == null) saveError = message;
    }

    HeaderEdits run() throws ActionException {
        for (Universe universe : universes) universe.bound(keptTags);
        lists.fill(seenUniverses());
        for (HeaderActions.Step step : actions.steps()) {
            try {
                run(step, universes);
            } catch (ActionException e) {
                throw e.at() != null ? e : e.at(step.action().at());
            }
        }
        for (Universe universe : universes) universe.finish(null);
        return new HeaderEdits(this);
    }

    /** Runs the actions, ADD excepted, on an element that came after the header. */
    void later(HeaderEdit element) throws DataSetException {
        if (!dataSet.copy().hasNewCharacterSet() && !actions.index().mayMeanAny(element)) return;
        Universe alone = universe(element);
        Set<Integer> kept = new HashSet<>(keptTags);
        kept.addAll(alone.keptTags());
        alone.bound(kept);
        try {
            lists.fillFields(List.of(alone));
            for (HeaderActions.Step step : actions.steps()) {
                boolean adds = step.action() instanceof Action.Add || step.action() instanceof Action.AddPrivate;
                if (!adds) run(step, List.of(alone));
            }
            alone.finish(
                    dataSet.copy().hasNewCharacterSet() ? dataSet.copy().edit().characterSet() : null);
        } catch (ActionException e) {
            throw new LateActionException(e);
        }
    }

    /** Those that are changed, or the same with all that was read. */
    private List<Universe> seenUniverses() {
        if (seen.dataSet() == instance.dataSet()) {
            return universes;
        }
        Universe all = universe(new HeaderEdit(seen.dataSet()));
        Set<Integer> kept = new HashSet<>(keptTags);
        kept.addAll(all.keptTags());
        all.bound(kept);
        return universes.size() == 1 ? List.of(all) : List.of(metaUniverse(), all);
    }

    WorkingCopy dataSet() {
        return dataSet.copy();
    }

    WorkingCopy meta() {
        return metaUniverse().copy();
    }

    /** Whether the file meta information was changed. */
    boolean hasChangedMeta() {
        return meta != null && !meta.copy().edit().isEmpty();
    }

    Optional<String> saveError() {
        return Optional.ofNullable(saveError);
    }

    private void run(HeaderActions.Step step, List<Universe> within) throws ActionException {
        Action action = step.action();
        if (action instanceof Action.Add add) {
            add(add);
            return;
        }
        if (action instanceof Action.AddPrivate add) {
            addPrivate(add);
            return;
        }
        for (Universe universe : within) {
            for (int element : lists.elements(step.field(), universe)) one(action, universe, element);
        }
    }

    private void one(Action action, Universe universe, int element) throws ActionException {
        if (action instanceof Action.Remove remove) {
            if (!universe.isShielded(element)) remove(remove, universe, element);
        } else if (action instanceof Action.Blank) {
            refuseRecursion(universe, element);
            if (universe.contains(element)) universe.blank(element);
        } else if (action instanceof Action.Replace replace) {
            if (universe.contains(element)) replace(replace, universe, element);
        } else if (action instanceof Action.Jitter jitter) {
            if (universe.contains(element)) jitter(jitter, universe, element);
        }
    }

    private void remove(Action.Remove remove, Universe universe, int element) throws ActionException {
        if (!(remove.value() instanceof Value.None)) {
            if (!universe.contains(element)) return;
            VariableValue value = lookup.of(remove.value(), target(universe, element, remove));
            if (value == null || !value.isTrue()) return;
        }
        refuseRecursion(universe, element);
        if (universe.contains(element)) universe.remove(element);
    }

    /** deid fails on a sequence nested in one of its own tag (Q32). */
    private void refuseRecursion(Universe universe, int element) throws ActionException {
        HeaderEdit edit = universe.copy().edit();
        if (!compat || !edit.isSequence(element)) return;
        for (int above = edit.parent(element); above >= 0; above = edit.parent(above)) {
            if (edit.tag(above) == edit.tag(element)) {
                throw new ActionException(edit.path(element) + ": a sequence nested in one of its own tag");
            }
        }
    }

    private void replace(Action.Replace replace, Universe universe, int element) throws ActionException {
        VariableValue replacement = lookup.of(replace.value(), target(universe, element, replace));
        if (replacement == null || replacement instanceof VariableValue.Unchanged) return;
        universe.set(element, replacement, replace.field());
    }

    private void jitter(Action.Jitter jitter, Universe universe, int element) throws ActionException {
        if (!compat && !jitter.field().isNamed() && !mayHoldDates(universe, element)) return;
        universe.copy().requireReadable(element);
        if (universe.copy().isEmpty(element)) return;
        Target target = target(universe, element, jitter);
        Value value = jitter.value();
        boolean asWritten = !compat && value instanceof Value.Literal;
        VariableValue days = asWritten ? VariableValue.of(value.written()) : lookup.of(value, target);
        if (days == null) return;
        VariableValue shifted = compat
                ? new DeidJitter(lookup, target)
                        .shifted(days(days), jitter.value().at())
                : lookup.shifted(target, days(days));
        if (shifted != null) universe.set(element, shifted, jitter.field());
    }

    /** Of what an expander takes along: dates, and private elements whose VR says too little. */
    private static boolean mayHoldDates(Universe universe, int element) {
        HeaderEdit edit = universe.copy().edit();
        Vr vr = edit.vr(element);
        if (vr == Vr.DA || vr == Vr.DT) return true;
        boolean isShort = edit.valueLength(element) <= LONGEST_DATES;
        return Tag.isPrivate(edit.tag(element)) && !edit.isSequence(element) && isShort && (vr.isText() || vr == Vr.UN);
    }

    private static long days(VariableValue value) throws ActionException {
        BigInteger days = null;
        if (value instanceof VariableValue.Text text)
            days = PythonNumbers.whole(text.text()).orElse(null);
        if (value instanceof VariableValue.Whole whole) days = whole.number();
        if (value instanceof VariableValue.Real real && Math.abs(real.number()) < 1e15) {
            days = BigInteger.valueOf((long) real.number());
        }
        if (value instanceof VariableValue.Octets octets) {
            days = PythonNumbers.whole(new String(octets.bytes(), StandardCharsets.UTF_8))
                    .orElse(null);
        }
        if (days == null) throw new ActionException("JITTER needs a whole number of days");
        return days.bitLength() < Long.SIZE ? days.longValue() : Long.MAX_VALUE / 2;
    }

    private void add(Action.Add add) throws ActionException {
        Dictionary.Entry known = known(add.field());
        int tag = known == null ? ((Field.Tag) add.field()).tag() : known.tag();
        Universe universe = Tag.group(tag) == 2 ? metaUniverse() : dataSet;
        int element = universe.copy().edit().find(tag);
        if (!compat && Protection.STRICT.coversTopLevel(tag)) {
            throw new ActionException(Tag.format(tag) + " is protected and cannot be added");
        }
        boolean inside = element >= 0 && universe.contains(element);
        VariableValue value =
                lookup.of(add.value(), new Target(universe.copy(), inside || !compat ? element : -1, add.field()));
        if (value == null || value instanceof VariableValue.Unchanged) return;
        if (element >= 0) universe.copy().set(element, value);
        else universe.added(universe.copy().add(tag, vr(tag, known), value));
    }

    private void addPrivate(Action.AddPrivate add) throws ActionException {
        HeaderEdit edit = dataSet.copy().edit();
        Field.Private field = add.field();
        int block = PrivateBlocks.of(edit, field.group(), field.creator());
        boolean reserves = block < 0;
        if (reserves) block = PrivateBlocks.free(edit, field.group());
        int element = edit.find(Tag.of(field.group(), block << 8 | field.element()));
        VariableValue value = add.value() instanceof Value.Literal literal
                ? VariableValue.of(literal.written())
                : lookup.of(add.value(), new Target(dataSet.copy(), element, field));
        if (value == null || value instanceof VariableValue.Unchanged) return;
        if (reserves) {
            int creator = Tag.of(field.group(), block);
            dataSet.added(dataSet.copy().add(creator, Vr.LO, VariableValue.of(field.creator())));
        }
        if (element >= 0) dataSet.copy().setAs(element, add.vr(), value);
        else dataSet.added(dataSet.copy().add(Tag.of(field.group(), block << 8 | field.element()), add.vr(), value));
    }

    /** The dictionary's line for a keyword; null for a tag. Anything else is an error when it runs. */
    private Dictionary.@Nullable Entry known(Field field) throws ActionException {
        if (field instanceof Field.Keyword keyword && keyword.mask() == -1) {
            Optional<Dictionary.Entry> entry = Dictionary.standard().byTag(keyword.tag());
            if (entry.isPresent() && (!compat || entry.get().keyword().equals(field.written()))) return entry.get();
        }
        boolean eightDigits = field.written().length() == 8;
        if (field instanceof Field.Tag && (!compat || eightDigits)) return null;
        throw new ActionException("ADD needs a keyword or eight hexadecimal digits");
    }

    private Vr vr(int tag, Dictionary.@Nullable Entry known) throws ActionException {
        if (known != null) return known.vr();
        if (compat) return Vr.ST;
        return Dictionary.standard()
                .byTag(tag)
                .map(Dictionary.Entry::vr)
                .orElseThrow(() -> new ActionException(Tag.format(tag) + " has no VR in the dictionary"));
    }

    private static Target target(Universe universe, int element, Action action) {
        return new Target(universe.copy(), element, action.field());
    }
}

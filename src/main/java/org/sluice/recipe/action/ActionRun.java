package org.sluice.recipe.action;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.action.ValueLookup.Target;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.instance.Instance;
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
    private final ReachableElements dataSet;
    /** What fields can mean elements of: the file meta information, where any can, and the data set. */
    private final List<ReachableElements> parts;

    private final Set<Integer> keptTags;
    private final Lists lists;
    private final ValueLookup lookup;
    /** What changes are noted in, where somebody asks for them. */
    private final @Nullable ActionTrace trace;

    private @Nullable ReachableElements meta;
    private @Nullable String saveError;
    private final Set<Long> daysMoved = new LinkedHashSet<>();

    /** @param seen all that was read of the instance: what lists, variables and functions look at */
    ActionRun(
            HeaderActions actions,
            Instance instance,
            Instance seen,
            Lists lists,
            ValueLookup lookup,
            @Nullable ActionTrace trace) {
        this.actions = actions;
        this.instance = instance;
        this.seen = seen;
        this.compat = actions.reading() == Reading.COMPAT;
        this.dataSet = reachable(new HeaderEdit(instance.dataSet()));
        this.parts = actions.index().mayMeanMeta() ? List.of(metaPart(), dataSet) : List.of(dataSet);
        this.keptTags = keptTags();
        this.lists = lists;
        this.lookup = lookup;
        this.trace = trace;
    }

    private ReachableElements reachable(HeaderEdit edit) {
        return new ReachableElements(new WorkingCopy(edit, actions.reading(), this::unsavable), actions);
    }

    /** Made for a recipe that may touch it, and for who writes a file. */
    private ReachableElements metaPart() {
        ReachableElements made = meta;
        if (made == null) {
            made = reachable(new HeaderEdit(instance.meta()));
            meta = made;
        }
        return made;
    }

    private Set<Integer> keptTags() {
        if (actions.keeps().isEmpty()) {
            return Set.of();
        }
        Set<Integer> kept = new HashSet<>();
        for (ReachableElements part : parts) {
            kept.addAll(part.keptTags());
        }
        return kept;
    }

    private void unsavable(String message) {
        if (saveError == null) {
            saveError = message;
        }
    }

    HeaderEdits run() throws ActionException {
        for (ReachableElements part : parts) {
            part.bound(keptTags);
        }
        lists.fill(seenParts());
        for (HeaderActions.Step step : actions.steps()) {
            try {
                run(step, parts);
            } catch (ActionException e) {
                throw e.at() != null ? e : e.at(step.action().at());
            }
        }
        for (ReachableElements part : parts) {
            part.finish(null);
        }
        return new HeaderEdits(this);
    }

    /** Runs the actions, ADD excepted, on an element that came after the header. */
    void later(HeaderEdit element) throws DataSetException {
        if (!dataSet.copy().hasNewCharacterSet() && !actions.index().mayMeanAny(element)) {
            return;
        }
        ReachableElements alone = reachable(element);
        Set<Integer> kept = new HashSet<>(keptTags);
        kept.addAll(alone.keptTags());
        alone.bound(kept);
        try {
            lists.fillFields(List.of(alone));
            for (HeaderActions.Step step : actions.steps()) {
                boolean adds = step.action() instanceof Action.Add || step.action() instanceof Action.AddPrivate;
                if (!adds) {
                    run(step, List.of(alone));
                }
            }
            alone.finish(
                    dataSet.copy().hasNewCharacterSet() ? dataSet.copy().edit().characterSet() : null);
        } catch (ActionException e) {
            throw new LateActionException(e);
        }
    }

    /** Those that are changed, or the same with all that was read. */
    private List<ReachableElements> seenParts() {
        if (seen.dataSet() == instance.dataSet()) {
            return parts;
        }
        ReachableElements all = reachable(new HeaderEdit(seen.dataSet()));
        Set<Integer> kept = new HashSet<>(keptTags);
        kept.addAll(all.keptTags());
        all.bound(kept);
        return parts.size() == 1 ? List.of(all) : List.of(metaPart(), all);
    }

    WorkingCopy dataSet() {
        return dataSet.copy();
    }

    WorkingCopy meta() {
        return metaPart().copy();
    }

    /** Whether the file meta information was changed. */
    boolean hasChangedMeta() {
        return meta != null && !meta.copy().edit().isEmpty();
    }

    int droppedWords() {
        return lookup.droppedWords();
    }

    List<Long> daysMoved() {
        return List.copyOf(daysMoved);
    }

    Optional<String> saveError() {
        return Optional.ofNullable(saveError);
    }

    private void run(HeaderActions.Step step, List<ReachableElements> within) throws ActionException {
        Action action = step.action();
        if (action instanceof Action.Add || action instanceof Action.AddPrivate) {
            if (trace == null) {
                add(action);
            } else {
                List<HeaderEdit> edits =
                        List.of(dataSet.copy().edit(), metaPart().copy().edit());
                trace.watchAdding(edits, action, () -> add(action));
            }
            return;
        }
        for (ReachableElements part : within) {
            for (int element : lists.elements(step.field(), part)) {
                if (trace == null) {
                    one(action, part, element);
                } else {
                    trace.watch(part.copy().edit(), element, action, () -> one(action, part, element));
                }
            }
        }
    }

    private void add(Action action) throws ActionException {
        if (action instanceof Action.Add add) {
            add(add);
        } else if (action instanceof Action.AddPrivate add) {
            addPrivate(add);
        }
    }

    private void one(Action action, ReachableElements part, int element) throws ActionException {
        boolean content = action.field() instanceof Field.ContentItem;
        if (content && ContentItems.isOutOfReach(action, part, element)) {
            return;
        }
        if (action instanceof Action.Remove remove) {
            if (content || !part.isShielded(element)) {
                remove(remove, part, element);
            }
        } else if (action instanceof Action.Blank) {
            refuseRecursion(part, element);
            if (part.contains(element)) {
                part.blank(element);
            }
        } else if (action instanceof Action.Replace replace) {
            if (part.contains(element)) {
                replace(replace, part, element);
            }
        } else if (action instanceof Action.Jitter jitter) {
            if (part.contains(element)) {
                jitter(jitter, part, element);
            }
        }
    }

    private void remove(Action.Remove remove, ReachableElements part, int element) throws ActionException {
        if (!(remove.value() instanceof Value.None)) {
            if (!part.contains(element)) {
                return;
            }
            VariableValue value = lookup.of(remove.value(), target(part, element, remove));
            if (value == null || !value.isTrue()) {
                return;
            }
        }
        refuseRecursion(part, element);
        if (remove.field() instanceof Field.ContentItem) {
            ContentItems.remove(part, element);
        } else if (part.contains(element)) {
            part.remove(element);
        }
    }

    /** deid fails on a sequence nested in one of its own tag (Q32). */
    private void refuseRecursion(ReachableElements part, int element) throws ActionException {
        HeaderEdit edit = part.copy().edit();
        if (!compat || !edit.isSequence(element)) {
            return;
        }
        for (int above = edit.parent(element); above >= 0; above = edit.parent(above)) {
            if (edit.tag(above) == edit.tag(element)) {
                throw new ActionException(edit.path(element) + ": a sequence nested in one of its own tag");
            }
        }
    }

    private void replace(Action.Replace replace, ReachableElements part, int element) throws ActionException {
        if (replace.value() instanceof Value.Item item) {
            part.setItem(element, item);
            return;
        }
        VariableValue replacement = lookup.of(replace.value(), target(part, element, replace));
        if (replacement == null || replacement instanceof VariableValue.Unchanged) {
            return;
        }
        part.set(element, replacement, replace.field());
    }

    private void jitter(Action.Jitter jitter, ReachableElements part, int element) throws ActionException {
        if (!compat && !jitter.field().isNamed() && !mayHoldDates(part, element)) {
            return;
        }
        part.copy().requireReadable(element);
        if (part.copy().isEmpty(element)) {
            return;
        }
        Target target = target(part, element, jitter);
        Value value = jitter.value();
        boolean asWritten = !compat && value instanceof Value.Literal;
        VariableValue days = asWritten ? VariableValue.of(value.written()) : lookup.of(value, target);
        if (days == null) {
            return;
        }
        VariableValue shifted = compat
                ? new DeidJitter(lookup, target)
                        .shifted(DateMove.days(days), jitter.value().at())
                : lookup.shifted(target, DateMove.days(days));
        if (shifted != null) {
            daysMoved.add(DateMove.days(days));
            part.set(element, shifted, jitter.field());
        }
    }

    /** Of what an expander takes along: dates, and private elements whose VR says too little. */
    private static boolean mayHoldDates(ReachableElements part, int element) {
        HeaderEdit edit = part.copy().edit();
        Vr vr = edit.vr(element);
        if (vr == Vr.DA || vr == Vr.DT) {
            return true;
        }
        boolean isShort = edit.valueLength(element) <= LONGEST_DATES;
        return Tag.isPrivate(edit.tag(element)) && !edit.isSequence(element) && isShort && (vr.isText() || vr == Vr.UN);
    }

    private void add(Action.Add add) throws ActionException {
        Dictionary.Entry known = known(add.field());
        int tag = known == null ? ((Field.Tag) add.field()).tag() : known.tag();
        ReachableElements part = Tag.group(tag) == 2 ? metaPart() : dataSet;
        int element = part.copy().edit().find(tag);
        if (!compat && Protection.STRICT.coversTopLevel(tag)) {
            throw new ActionException(Tag.format(tag) + " is protected and cannot be added");
        }
        if (add.value() instanceof Value.Item item) {
            addItem(part, element, tag, item);
            return;
        }
        boolean inside = element >= 0 && part.contains(element);
        VariableValue value =
                lookup.of(add.value(), new Target(part.copy(), inside || !compat ? element : -1, add.field()));
        if (value == null || value instanceof VariableValue.Unchanged) {
            return;
        }
        if (element >= 0) {
            part.copy().set(element, value);
        } else {
            part.added(part.copy().add(tag, vr(tag, known), value));
        }
    }

    /** Puts an item into a sequence of the top level, unless one like it is there. */
    private void addItem(ReachableElements part, int sequence, int tag, Value.Item item) throws ActionException {
        int element = sequence;
        if (element < 0) {
            element = part.copy().addSequence(tag);
            part.added(element);
        }
        part.copy().addItem(element, item);
    }

    private void addPrivate(Action.AddPrivate add) throws ActionException {
        HeaderEdit edit = dataSet.copy().edit();
        Field.Private field = add.field();
        int block = PrivateBlocks.of(edit, field.group(), field.creator());
        boolean reserves = block < 0;
        if (reserves) {
            block = PrivateBlocks.free(edit, field.group());
        }
        int element = edit.find(Tag.of(field.group(), block << 8 | field.element()));
        VariableValue value = add.value() instanceof Value.Literal literal
                ? VariableValue.of(literal.written())
                : lookup.of(add.value(), new Target(dataSet.copy(), element, field));
        if (value == null || value instanceof VariableValue.Unchanged) {
            return;
        }
        if (reserves) {
            int creator = Tag.of(field.group(), block);
            dataSet.added(dataSet.copy().add(creator, Vr.LO, VariableValue.of(field.creator())));
        }
        if (element >= 0) {
            dataSet.copy().setAs(element, add.vr(), value);
        } else {
            dataSet.added(dataSet.copy().add(Tag.of(field.group(), block << 8 | field.element()), add.vr(), value));
        }
    }

    /** The dictionary's line for a keyword; null for a tag. Anything else is an error when it runs. */
    private Dictionary.@Nullable Entry known(Field field) throws ActionException {
        if (field instanceof Field.Keyword keyword && keyword.mask() == -1) {
            Optional<Dictionary.Entry> entry = Dictionary.standard().byTag(keyword.tag());
            if (entry.isPresent() && (!compat || entry.get().keyword().equals(field.written()))) {
                return entry.get();
            }
        }
        boolean eightDigits = field.written().length() == 8;
        if (field instanceof Field.Tag && (!compat || eightDigits)) {
            return null;
        }
        throw new ActionException("ADD needs a keyword or eight hexadecimal digits");
    }

    private Vr vr(int tag, Dictionary.@Nullable Entry known) throws ActionException {
        if (known != null) {
            return known.vr();
        }
        if (compat) {
            return Vr.ST;
        }
        return Dictionary.standard()
                .byTag(tag)
                .map(Dictionary.Entry::vr)
                .orElseThrow(() -> new ActionException(Tag.format(tag) + " has no VR in the dictionary"));
    }

    private static Target target(ReachableElements part, int element, Action action) {
        return new Target(part.copy(), element, action.field());
    }
}

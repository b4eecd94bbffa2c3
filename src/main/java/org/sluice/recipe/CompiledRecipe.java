package org.sluice.recipe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.dataset.Tag;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeParser;
import org.sluice.recipe.syntax.Value;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/**
 * A recipe ready to run: instances in, verdicts and changed headers out. Immutable but for what it remembers of element names;
 * used by any number of threads.
 */
public final class CompiledRecipe {
    /**
     * What a run needs to know of the world.
     *
     * @param functions what {@code func:} may call
     * @param today the date that stands in where a date leaves parts open; compat only
     */
    public record Environment(RecipeFunctions functions, Supplier<LocalDate> today) {
        /** No functions, and the system's date. */
        public static final Environment PLAIN = new Environment(RecipeFunctions.NONE, LocalDate::now);

        /** These functions, and the system's date. */
        public static Environment of(RecipeFunctions functions) {
            return new Environment(functions, LocalDate::now);
        }
    }

    private final Recipe recipe;
    private final Filters filters;
    private final HeaderActions actions;
    private final Environment environment;
    private final String sha256;
    private final boolean needsWholeDataSet;
    private final int lastFilterTag;

    private CompiledRecipe(Recipe recipe, Filters filters, HeaderActions actions, Environment environment) {
        this.recipe = recipe;
        this.filters = filters;
        this.actions = actions;
        this.environment = environment;
        this.sha256 = sha256(recipe.sources());
        this.needsWholeDataSet = seesWholeDataSet();
        this.lastFilterTag = needsWholeDataSet ? -1 : lastTagSeen();
    }

    /**
     * Reads texts, combines them in load order and compiles them, with the functions found on the class path.
     *
     * @throws RecipeException when a text is refused, with all that is wrong
     */
    public static CompiledRecipe load(List<SourceText> sources, Reading reading) throws RecipeException {
        return load(sources, reading, new Environment(RecipeFunctions.installed(), LocalDate::now));
    }

    /** As {@link #load(List, Reading)}, in another environment. */
    public static CompiledRecipe load(List<SourceText> sources, Reading reading, Environment environment)
            throws RecipeException {
        Set<String> functions = environment.functions().names();
        return compile(new RecipeParser(reading, functions).parse(sources), environment);
    }

    /**
     * Compiles a recipe that the parser accepted.
     *
     * @throws RecipeException strict only: an expression that cannot run
     */
    public static CompiledRecipe compile(Recipe recipe, Environment environment) throws RecipeException {
        List<Problem> problems = new ArrayList<>();
        Filters filters = FilterCompiler.compile(recipe, problems);
        HeaderActions actions = HeaderActions.compile(recipe, problems);
        if (!problems.isEmpty()) throw new RecipeException(problems);
        return new CompiledRecipe(recipe, filters, actions, environment);
    }

    private static Stream<Value> values(Recipe recipe) {
        return recipe.header().stream().map(CompiledRecipe::value);
    }

    private static Value value(Action action) {
        if (action instanceof Action.Add add) return add.value();
        if (action instanceof Action.AddPrivate add) return add.value();
        if (action instanceof Action.Replace replace) return replace.value();
        if (action instanceof Action.Jitter jitter) return jitter.value();
        if (action instanceof Action.Remove remove) return remove.value();
        return new Value.None(action.at());
    }

    /**
     * What the filters say; they see the instance as it was received.
     *
     * @throws EvaluationException when they cannot say: the instance must not pass
     */
    public Verdict evaluate(Instance instance) {
        return new FilterRun(filters, instance).verdict();
    }

    /**
     * Runs the header actions.
     *
     * @throws ActionException when one could not do what it says; nothing of the run counts then
     */
    public HeaderEdits edit(Instance instance, Variables variables) throws ActionException {
        return new ActionRun(actions, instance, variables, environment).run();
    }

    /** How the recipe was read. */
    public Reading reading() {
        return recipe.reading();
    }

    /** The tree it was made from. */
    public Recipe recipe() {
        return recipe;
    }

    /** The names of its texts, joined by a plus sign: often paths. */
    public String name() {
        return recipe.sources().stream().map(SourceText::name).collect(Collectors.joining("+"));
    }

    /** SHA-256 of its texts in UTF-8, one after the other, in lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** Whether there is any header action, so that a header may leave changed. */
    public boolean hasActions() {
        return !actions.steps().isEmpty();
    }

    /** The names of all variables the recipe asks for. */
    public Set<String> variables() {
        return values(recipe)
                .filter(Value.Variable.class::isInstance)
                .map(value -> ((Value.Variable) value).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The largest top-level tag that filters, lists or ADD need to see: what {@link org.sluice.dataset.HeaderReader} is given as
     * the last tag needed. 0 for none, -1 (that is, FFFF,FFFF) for all.
     */
    public int lastFilterTag() {
        return lastFilterTag;
    }

    private int lastTagSeen() {
        int last = filters.lastTag();
        for (int tag : tagsAdded()) {
            if (Integer.compareUnsigned(tag, last) > 0) last = tag;
        }
        return last;
    }

    /** Whether the verdict or the edits depend on pixel data or on what follows it. */
    public boolean needsWholeDataSet() {
        return needsWholeDataSet;
    }

    private boolean seesWholeDataSet() {
        boolean lists = !recipe.valueLists().isEmpty() && hasActions();
        int last = filters.lastTag();
        return lists || Tag.group(last) >= 0x7FE0 || tagsAdded().stream().anyMatch(tag -> Tag.group(tag) >= 0x7FE0);
    }

    private List<Integer> tagsAdded() {
        List<Integer> tags = new ArrayList<>();
        for (Action action : recipe.header()) {
            // Which blocks are reserved shows the whole group.
            if (action instanceof Action.AddPrivate add)
                tags.add(Tag.of(add.field().group(), 0xFFFF));
            if (!(action instanceof Action.Add)) continue;
            if (action.field() instanceof Field.Keyword keyword) tags.add(keyword.tag());
            if (action.field() instanceof Field.Tag tag) tags.add(tag.tag());
        }
        return tags;
    }

    private static String sha256(List<SourceText> sources) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SourceText source : sources) digest.update(source.content().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

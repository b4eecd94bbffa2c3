package org.sluice.recipe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.recipe.action.ActionTrace;
import org.sluice.recipe.action.HeaderActions;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.action.OwnFunctionTable;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Filters;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Use;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeParser;
import org.sluice.recipe.syntax.Value;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

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
    private final Optional<Span> wholeBecauseOf;
    private final int lastTagSeen;

    private CompiledRecipe(Recipe recipe, Filters filters, HeaderActions actions, Environment environment) {
        this.recipe = recipe;
        this.filters = filters;
        this.actions = actions;
        this.environment = environment;
        this.sha256 = sha256(recipe.sources());
        this.wholeBecauseOf = lineForWholeDataSet();
        this.lastTagSeen = lastTagSeen();
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
        Filters filters = Filters.compile(recipe, problems);
        HeaderActions actions = HeaderActions.compile(recipe, problems);
        if (!problems.isEmpty()) {
            throw new RecipeException(problems);
        }
        return new CompiledRecipe(recipe, filters, actions, environment);
    }

    /** The same filters without any header action. */
    public CompiledRecipe withoutActions() {
        Recipe filtersAlone = new Recipe(
                recipe.reading(),
                recipe.sources(),
                recipe.filters(),
                List.of(),
                recipe.labels(),
                recipe.fieldLists(),
                recipe.valueLists(),
                recipe.options(),
                recipe.remarks());
        HeaderActions none = HeaderActions.compile(filtersAlone, new ArrayList<>());
        return new CompiledRecipe(filtersAlone, filters, none, environment);
    }

    private static Stream<Value> values(Recipe recipe) {
        return recipe.header().stream().map(Action::value);
    }

    /**
     * One instance on its way through this recipe.
     *
     * @param meta gives the file meta information when something asks for it, the same each time
     * @param variables that {@link Screening#edit} will be given
     * @param room for the header, which is valid until the next instance uses it
     */
    public Screening screening(
            TransferSyntax syntax, Supplier<Header> meta, Variables variables, HeaderLimits limits, HeaderRoom room) {
        return new Screening(this, syntax, meta, variables, limits, room);
    }

    /**
     * One instance on its way through several recipes, this one and others, of which it is read as much as they need.
     *
     * @param needs of all of them, with the variables that they will be given
     */
    public Screening screening(
            TransferSyntax syntax, Supplier<Header> meta, Screening.Needs needs, HeaderLimits limits, HeaderRoom room) {
        return new Screening(this, syntax, meta, needs, limits, room);
    }

    /** How much of an instance it has to see with these variables. */
    public Screening.Needs needs(Variables variables) {
        return new Screening.Needs(lastTagNeeded(variables), needsWholeDataSet());
    }

    /**
     * What the filters say; they see the instance as it was received.
     *
     * @throws EvaluationException when they cannot say: the instance must not pass
     */
    Verdict evaluate(Instance instance, Use use) {
        return filters.verdict(instance, use);
    }

    /** The same of an instance in which no element stands twice. */
    Verdict evaluate(Instance instance) {
        return evaluate(instance, Use.of(Occurrences.ANY));
    }

    /**
     * Runs the header actions.
     *
     * @param edited what they change
     * @param seen what lists, variables and functions look at: all that was read of the same instance
     * @throws ActionException when one could not do what it says; nothing of the run counts then
     */
    HeaderEdits edit(Instance edited, Instance seen, Variables variables) throws ActionException {
        return actions.run(edited, seen, variables, environment.functions(), environment.today(), null);
    }

    /** The same, noting which line changed what. */
    HeaderEdits edit(Instance edited, Instance seen, Variables variables, ActionTrace trace) throws ActionException {
        return actions.run(edited, seen, variables, environment.functions(), environment.today(), trace);
    }

    /** The same of an instance that was read as a whole. */
    HeaderEdits edit(Instance instance, Variables variables) throws ActionException {
        return edit(instance, instance, variables);
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
     * The largest top-level tag that filters, regions, variables or ADD need to see: what {@link
     * org.sluice.dataset.HeaderReader} is given as the last tag needed. At least the SOP Instance UID; -1 (that is, FFFF,FFFF)
     * for all.
     */
    int lastTagNeeded(Variables variables) {
        int also = variables.lastTag();
        return Integer.compareUnsigned(also, lastTagSeen) > 0 ? also : lastTagSeen;
    }

    /** Whether the verdict or the edits depend on pixel data or on what follows it: then all is read before they are made. */
    public boolean needsWholeDataSet() {
        return wholeBecauseOf.isPresent();
    }

    /** The first line of the recipe that asks for pixel data, or for what follows it, or for a list of values. */
    public Optional<Span> needsWholeDataSetBecauseOf() {
        return wholeBecauseOf;
    }

    private int lastTagSeen() {
        if (needsWholeDataSet()) {
            return -1;
        }
        int last = Tag.SOP_INSTANCE_UID;
        for (int tag : filters.tags()) {
            last = Integer.compareUnsigned(tag, last) > 0 ? tag : last;
        }
        for (Action action : recipe.header()) {
            int tag = tagAdded(action);
            last = Integer.compareUnsigned(tag, last) > 0 ? tag : last;
        }
        return last;
    }

    private Optional<Span> lineForWholeDataSet() {
        Optional<Span> label = filters.firstThatLooksAt(CompiledRecipe::isLate);
        if (label.isPresent()) {
            return label;
        }
        if (hasActions() && !recipe.valueLists().isEmpty()) {
            return Optional.of(recipe.valueLists().get(0).at());
        }
        return recipe.header().stream()
                .filter(action -> isLate(tagAdded(action)) || looksAround(action.value()))
                .map(Action::at)
                .findFirst();
    }

    /** Whether a value is made by a function that may look at anything. */
    private boolean looksAround(Value value) {
        return value instanceof Value.HostFunction call
                && environment
                        .functions()
                        .named(call.name())
                        .or(() -> OwnFunctionTable.named(call.name()))
                        .map(RecipeFunction::needsWholeDataSet)
                        .orElse(true);
    }

    private static boolean isLate(int tag) {
        return Tag.group(tag) >= 0x7FE0;
    }

    /** What an ADD line looks at: its element, or a private one's whole group for the blocks reserved; 0 for any other. */
    private static int tagAdded(Action action) {
        if (action instanceof Action.AddPrivate add) {
            return Tag.of(add.field().group(), 0xFFFF);
        }
        if (action instanceof Action.Add add && add.field() instanceof Field.Keyword keyword) {
            return keyword.tag();
        }
        return action instanceof Action.Add add && add.field() instanceof Field.Tag tag ? tag.tag() : 0;
    }

    private static String sha256(List<SourceText> sources) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SourceText source : sources) {
                digest.update(source.content().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

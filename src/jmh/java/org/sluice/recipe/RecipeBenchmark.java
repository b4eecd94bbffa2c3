package org.sluice.recipe;

import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sluice.dataset.DataSetException;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/**
 * What a recipe costs for one instance with a header of 150 elements: the verdict, and the header actions. The recipes:
 * the small one that the project ships, and one of about 900 lines, as screening recipes for whole departments are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RecipeBenchmark {
    private static final Variables VARIABLES = (name, instance) -> Optional.of(VariableValue.of("1.2.3.4"));

    /** Which recipe. */
    @Param({"small", "900 lines"})
    public String recipe = "";

    private CompiledRecipe compiled;
    private Instance instance;

    /** Compiles the recipe and makes the instance. */
    @Setup
    public void prepare() throws IOException, RecipeException, DataSetException {
        SourceText source = recipe.equals("small")
                ? SourceText.read(Path.of("recipes/dangerous-cookie.deid"))
                : LongRecipe.text();
        compiled = CompiledRecipe.load(List.of(source), Reading.STRICT);
        instance = SampleInstance.ofElements(150);
    }

    /** The filters. */
    @Benchmark
    public Verdict evaluate() {
        return compiled.evaluate(instance);
    }

    /** The header actions. */
    @Benchmark
    public HeaderEdits edit() throws ActionException {
        return compiled.edit(instance, VARIABLES);
    }
}

package org.sluice.recipe;

import java.io.IOException;
import java.nio.file.Files;
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
 * What a recipe costs for one instance with a header of 150 elements: the verdict, and the header actions. The recipes: the one
 * of the seed, and deid's default with its 900 lines, which lies among the golden cases beside the project.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RecipeBenchmark {
    private static final Variables VARIABLES = (name, instance) -> Optional.of(VariableValue.of("1.2.3.4"));

    /** Which recipe. */
    @Param({"recipes/dangerous-cookie.deid", "../shared/golden/real-default-on-us-grey/recipe"})
    public String recipe = "";

    private CompiledRecipe compiled;
    private Instance instance;

    /** Compiles the recipe and makes the instance. */
    @Setup
    public void prepare() throws IOException, RecipeException, DataSetException {
        Path file = Path.of(recipe);
        if (!Files.exists(file)) throw new IOException("no " + file + " beside the project");
        Reading reading = recipe.startsWith("recipes") ? Reading.STRICT : Reading.COMPAT;
        compiled = CompiledRecipe.load(List.of(SourceText.read(file)), reading);
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

package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** Turns the text of a recipe, or of several that are combined, into its tree or into its problems. */
public final class RecipeParser {
    private final Reading reading;
    private final Set<String> functions;

    /**
     * A parser for one reading.
     *
     * @param functions the names that {@code func:} may call; strict refuses others
     */
    public RecipeParser(Reading reading, Set<String> functions) {
        this.reading = reading;
        this.functions = Set.copyOf(functions);
    }

    /**
     * What came of one or more texts.
     *
     * @param documents the texts line by line; of a refused text, what could be read
     * @param recipe the tree; empty when a text is refused
     * @param problems everything found: by text in load order, then by line and column
     */
    public record Result(List<RecipeDocument> documents, Optional<Recipe> recipe, List<Problem> problems) {
        /** Keeps its own copies of {@code documents} and {@code problems}. */
        public Result {
            documents = List.copyOf(documents);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads texts and combines them in load order.
     *
     * @param sources at least one
     */
    public Result read(List<SourceText> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no recipe to read");
        }
        List<ParsedText> texts = sources.stream().map(this::readOne).toList();
        List<RecipeDocument> documents =
                texts.stream().map(ParsedText::document).toList();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            List<Problem> ofText = new ArrayList<>(texts.get(i).problems());
            if (reading == Reading.STRICT) {
                ofText.addAll(ListReferences.check(documents, i));
                ofText.addAll(Includes.check(documents, i));
                ofText.addAll(Options.check(documents, i));
                ofText.sort(Comparator.comparing(Problem::at));
            }
            problems.addAll(ofText);
        }
        if (problems.stream().anyMatch(Problem::isError)) {
            return new Result(documents, Optional.empty(), problems);
        }
        return new Result(documents, Optional.of(Assembly.combine(reading, documents, problems)), problems);
    }

    /**
     * Reads texts and combines them in load order.
     *
     * @throws RecipeException with all their problems, when one of them is refused
     */
    public Recipe parse(List<SourceText> sources) throws RecipeException {
        Result result = read(sources);
        return result.recipe().orElseThrow(() -> new RecipeException(result.problems()));
    }

    private ParsedText readOne(SourceText source) {
        return reading == Reading.STRICT ? StrictParser.parse(source, functions) : CompatParser.parse(source);
    }
}

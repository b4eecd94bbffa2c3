package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.text.OneLine;
import org.sluice.text.Problem;
import org.sluice.text.Severity;
import org.sluice.text.SourceText;

/**
 * What there is to say about a strict recipe: everything wrong with it, everything deid 0.4.12 reads differently, and
 * what it consists of.
 *
 * @param ok true when it can run
 * @param counts what it consists of; all zero when it is refused
 * @param problems errors, warnings and notes in the order of the text
 */
public record RecipeCheck(boolean ok, Counts counts, List<Problem> problems) {
    /** Keeps its own copy of {@code problems}. */
    public RecipeCheck {
        problems = List.copyOf(problems);
    }

    /**
     * How many there are of each.
     *
     * @param lists {@code %fields} and {@code %values} lists
     */
    public record Counts(int filterSections, int labels, int criteria, int headerActions, int lists) {
        private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        static Counts of(Recipe recipe) {
            List<Recipe.Label> labels = recipe.filters().stream()
                    .flatMap(filter -> filter.labels().stream())
                    .toList();
            int criteria = labels.stream()
                    .flatMap(label -> label.lines().stream())
                    .mapToInt(line -> line.criteria().size())
                    .sum();
            int lists = recipe.fieldLists().size() + recipe.valueLists().size();
            return new Counts(
                    recipe.filters().size(),
                    labels.size(),
                    criteria,
                    recipe.header().size(),
                    lists);
        }
    }

    /**
     * Checks the texts that make up a recipe.
     *
     * @param functions the names that {@code func:} may call
     */
    public static RecipeCheck of(List<SourceText> sources, Set<String> functions) {
        return of(new RecipeParser(Reading.STRICT, functions).read(sources));
    }

    /** What there is to say about texts that were read. */
    public static RecipeCheck of(RecipeParser.Result result) {
        Counts counts = result.recipe().map(Counts::of).orElse(Counts.NONE);
        return new RecipeCheck(result.recipe().isPresent(), counts, result.problems());
    }

    /** With more to say; of one text all stands in its order. */
    public RecipeCheck with(List<Problem> more) {
        List<String> files = Stream.concat(problems.stream(), more.stream())
                .map(problem -> problem.at().file())
                .distinct()
                .toList();
        List<Problem> all = Stream.concat(problems.stream(), more.stream())
                .sorted(Comparator.comparingInt(
                                (Problem problem) -> files.indexOf(problem.at().file()))
                        .thenComparing(Problem::at))
                .toList();
        return new RecipeCheck(ok, counts, all);
    }

    /** The number of problems of one severity. */
    public int count(Severity severity) {
        return (int) problems.stream()
                .filter(problem -> problem.severity() == severity)
                .count();
    }

    /** One line: {@code ok: 2 filter sections, 2 labels, 3 header actions}, or {@code refused: 3 errors, 1 note}. */
    public String summary() {
        List<String> parts = new ArrayList<>();
        if (ok) {
            parts.add(OneLine.count(counts.filterSections(), "filter section"));
            parts.add(OneLine.count(counts.labels(), "label"));
            parts.add(OneLine.count(counts.headerActions(), "header action"));
        }
        for (Severity severity : Severity.values()) {
            if (count(severity) > 0) {
                parts.add(OneLine.count(count(severity), severity.word()));
            }
        }
        return (ok ? "ok: " : "refused: ") + String.join(", ", parts);
    }
}

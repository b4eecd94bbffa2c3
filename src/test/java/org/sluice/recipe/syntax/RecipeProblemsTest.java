package org.sluice.recipe.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/**
 * Recipes with mistakes, and everything a strict reading says about them. Both stand in {@code problems.txt}: a case is
 * {@code === name}, the recipe, {@code ---}, the problems. Run with {@code -Dbaselines=update} to write the problems
 * anew; that run fails, so that the difference is looked at.
 */
class RecipeProblemsTest {
    private static final Path BASELINE = Path.of("src/test/resources/org/sluice/recipe/syntax/problems.txt");
    private static final String CASE = "=== ";
    private static final String EXPECTED = "---";
    private static final Set<String> FUNCTIONS = Set.of("pseudonym");

    private record Case(String name, List<String> recipe, List<String> expected) {
        String actual() {
            SourceText source = new SourceText("r", String.join("\n", recipe) + "\n");
            return new RecipeParser(Reading.STRICT, FUNCTIONS)
                    .read(List.of(source)).problems().stream()
                            .map(Problem::display)
                            .collect(Collectors.joining("\n"));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyProblemIsReportedAsWrittenDown() throws IOException {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.name, () -> assertThat(each.actual()).isEqualTo(String.join("\n", each.expected))));
    }

    @Test
    void theBaselineIsNotBeingUpdated() throws IOException {
        if (!"update".equals(System.getProperty("baselines"))) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Case each : cases()) {
            text.append(CASE).append(each.name).append('\n');
            each.recipe.forEach(line -> text.append(line).append('\n'));
            text.append(EXPECTED).append('\n');
            text.append(each.actual().isEmpty() ? "" : each.actual() + "\n").append('\n');
        }
        Files.writeString(BASELINE, text);
        fail("the baseline was written anew: look at the difference");
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        List<String> current = new ArrayList<>();
        for (String line : Files.readAllLines(BASELINE)) {
            if (line.startsWith(CASE)) {
                cases.add(new Case(line.substring(CASE.length()), new ArrayList<>(), new ArrayList<>()));
                current = cases.get(cases.size() - 1).recipe;
            } else if (line.equals(EXPECTED)) {
                current = cases.get(cases.size() - 1).expected;
            } else {
                current.add(line);
            }
        }
        for (Case each : cases) {
            while (!each.expected.isEmpty()
                    && each.expected.get(each.expected.size() - 1).isEmpty()) {
                each.expected.remove(each.expected.size() - 1);
            }
        }
        return cases;
    }
}

package org.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.testing.CaseReport;
import org.sluice.recipe.testing.Failure;
import org.sluice.recipe.testing.RecipeTest;
import org.sluice.recipe.testing.TestFileException;
import org.sluice.recipe.testing.TestReport;
import org.sluice.text.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice recipe test}: does a recipe do what the test file beside it expects? */
@Command(
        name = "test",
        description =
                "Runs recipes against the cases of test files: a line for each expectation that does not hold, and"
                        + " one that sums up each file. What the node would quarantine after the actions, for one because no"
                        + " SOP Instance UID is left, is no success: only expect quarantine holds for it. The chapter on recipes says how to write them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every case passed",
            "1:one did not, or a test file or recipe has mistakes",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice recipe test recipes/burned-in.test", "  sluice recipe test --json recipes/*.test"})
final class TestRecipe implements Callable<Integer> {
    private final Console console;

    @Mixin
    private JsonReports json = new JsonReports();

    @Parameters(arity = "1..*", paramLabel = "TEST-FILE", description = "Test files; each names its recipes.")
    private List<Path> files = List.of();

    TestRecipe(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        boolean passed = true;
        for (Path file : files) {
            passed &= test(file);
        }
        return passed ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private boolean test(Path file) throws IOException {
        try {
            RecipeTest test = RecipeTest.read(file);
            TestReport report = run(test);
            if (json.wanted()) {
                JsonReports.print(console, out -> write(report, out));
            } else {
                console.out().print(report.summary() + "\n");
            }
            console.out().flush();
            return report.passed();
        } catch (TestFileException e) {
            refuse(file, e.problems());
            return false;
        } catch (RecipeException e) {
            refuse(file, e.problems());
            return false;
        }
    }

    /** With each failure as it comes, for all cases may take long; JSON is one object at the end. */
    private TestReport run(RecipeTest test) throws IOException, RecipeException {
        Progress progress = new Progress(console, "cases");
        long[] done = {0};
        try {
            return test.run(each -> {
                if (!json.wanted() && !each.passed()) {
                    progress.clear();
                    console.out().print(each.display());
                    console.out().flush();
                }
                progress.done(++done[0], OptionalLong.of(test.size()));
            });
        } finally {
            progress.clear();
        }
    }

    private void refuse(Path file, List<Problem> problems) throws IOException {
        json.refuse(console, problems, out -> {
            out.writeStringField("file", file.toString());
            out.writeBooleanField("passed", false);
        });
        if (!json.wanted()) {
            console.out().print(file + ": not run\n");
        }
    }

    private static void write(TestReport report, JsonGenerator out) throws IOException {
        out.writeStringField("file", report.file());
        out.writeBooleanField("passed", report.passed());
        out.writeArrayFieldStart("cases");
        for (CaseReport each : report.cases()) {
            out.writeStartObject();
            JsonReports.place(each.at(), out);
            out.writeStringField("name", each.name());
            out.writeBooleanField("passed", each.passed());
            out.writeNumberField("expectations", each.expectations());
            out.writeArrayFieldStart("failures");
            for (Failure failure : each.failures()) {
                out.writeStartObject();
                JsonReports.place(failure.at(), out);
                out.writeStringField("expectation", failure.expectation());
                out.writeStringField("expected", failure.expected());
                out.writeStringField("found", failure.found());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}

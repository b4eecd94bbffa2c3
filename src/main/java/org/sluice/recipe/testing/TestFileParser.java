package org.sluice.recipe.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Vr;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/**
 * Reads the text of a test file, line by line; every problem is reported at once. What stands before the first case
 * (recipes, variables, elements) holds for all of them.
 *
 * <pre>
 * recipe burned-in.deid
 * Modality = CT
 *
 * case The equipment says so itself
 *   BurnedInAnnotation = YES
 *   expect flagged declared
 * </pre>
 */
final class TestFileParser {
    private static final Pattern ELEMENT = Pattern.compile("(\\S+)(?:\\s+([A-Z]{2}))?\\s*=(?:\\s+(.*))?");
    private static final String EXPECTED_LINE =
            "expected recipe, reading, var, case, file, without, expect, or an element as in PatientID = 12345, found ";

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Path> recipes = new ArrayList<>();
    private final List<TestCase> cases = new ArrayList<>();
    private final Map<String, Given> commonElements = new LinkedHashMap<>();
    private final Map<String, String> commonVariables = new LinkedHashMap<>();
    private Reading reading = Reading.STRICT;
    private @Nullable CaseBuilder open;
    private boolean anyCase;

    private TestFileParser(SourceText source) {
        this.source = source;
    }

    static RecipeTest parse(SourceText source) throws TestFileException {
        var parser = new TestFileParser(source);
        parser.read();
        if (!parser.problems.isEmpty()) {
            throw new TestFileException(parser.problems.stream()
                    .sorted(Comparator.comparing(Problem::at))
                    .toList());
        }
        return new RecipeTest(source.name(), parser.recipes, parser.reading, parser.cases);
    }

    private void read() {
        List<String> lines = source.lines();
        for (int i = 0; i < lines.size(); i++) {
            TestLine line = TestLine.of(source.name(), i + 1, lines.get(i));
            if (!line.text().isEmpty() && !line.text().startsWith("#")) {
                read(line);
            }
        }
        closeCase();
        if (recipes.isEmpty()) {
            problems.add(
                    Problem.error(new Span(source.name(), 1, 1, 0), "expected a line recipe FILE, found none", ""));
        }
        if (!anyCase) {
            problems.add(Problem.error(new Span(source.name(), 1, 1, 0), "expected a line case NAME, found none", ""));
        }
    }

    private void read(TestLine line) {
        switch (line.word()) {
            case "recipe" -> recipe(line);
            case "reading" -> reading(line);
            case "case" -> openCase(line);
            case "var" -> variable(line);
            case "file" -> file(line);
            case "without" -> without(line);
            case "expect" -> expectation(line);
            default -> element(line);
        }
    }

    private void recipe(TestLine line) {
        if (open != null) {
            report(line.problem("expected recipe before the first case: all cases are about the same recipe"));
        } else if (line.needs("the path of a recipe", problems)) {
            recipes.add(besideTheTest(line.rest()));
        }
    }

    private void reading(TestLine line) {
        switch (line.rest()) {
            case "strict" -> reading = Reading.STRICT;
            case "compat" -> reading = Reading.COMPAT;
            default -> report(line.problemInRest("expected strict or compat"));
        }
        if (open != null) {
            report(line.problem("expected reading before the first case"));
        }
    }

    private void openCase(TestLine line) {
        closeCase();
        line.needs("a name for the case", problems);
        open = new CaseBuilder(line);
        anyCase = true;
    }

    private void closeCase() {
        if (open != null) {
            open.finish(problems, commonElements, commonVariables).ifPresent(cases::add);
        }
        open = null;
    }

    private void variable(TestLine line) {
        if (!line.needs("a name and a value, as in var id ANON-1", problems)) {
            return;
        }
        String[] nameAndValue = line.rest().split("\\s+", 2);
        Map<String, String> variables = open == null ? commonVariables : open.variables;
        String value = nameAndValue.length > 1 ? nameAndValue[1] : "";
        if (variables.put(nameAndValue[0], value) != null) {
            report(line.problemInRest("expected one value for " + nameAndValue[0] + ", found a second one"));
        }
    }

    private void file(TestLine line) {
        CaseBuilder inCase = inCase(line);
        if (inCase == null || !line.needs("the path of a Part 10 file", problems)) {
            return;
        }
        if (inCase.file != null) {
            report(line.problem("expected one file in a case, found a second one"));
        }
        inCase.file = new TestCase.Subject.Stored(line.at(), besideTheTest(line.rest()));
    }

    private void without(TestLine line) {
        CaseBuilder inCase = inCase(line);
        if (inCase == null || !line.needs("an element or var NAME, given before the first case", problems)) {
            return;
        }
        String name = line.rest().startsWith("var ") ? line.rest().substring(4).strip() : line.rest();
        boolean variable = !name.equals(line.rest());
        if (!(variable ? commonVariables : commonElements).containsKey(name)) {
            report(line.problemInRest("expected an element or var NAME, given before the first case"));
        }
        (variable ? inCase.withoutVariables : inCase.without).add(name);
    }

    private void expectation(TestLine line) {
        CaseBuilder inCase = inCase(line);
        if (inCase != null) {
            inCase.expects = true;
            try {
                inCase.expectations.add(ExpectationParser.parse(line));
            } catch (TestLine.Refused refused) {
                report(refused.problem());
            }
        }
    }

    private void element(TestLine line) {
        Matcher written = ELEMENT.matcher(line.text());
        if (!written.matches()) {
            report(line.problem(EXPECTED_LINE + line.word()).suggesting(line.nearestWord()));
            return;
        }
        try {
            ElementPath path = line.path(written.group(1));
            String value = written.group(3) == null ? "" : written.group(3);
            Given given = new Given(line.at(), path, vr(line, written), value);
            Map<String, Given> elements = open == null ? commonElements : open.elements;
            if (elements.put(path.written(), given) != null) {
                report(line.problem("expected " + path.written() + " once, found it a second time"));
            }
        } catch (TestLine.Refused refused) {
            report(refused.problem());
        }
    }

    private static @Nullable Vr vr(TestLine line, Matcher written) throws TestLine.Refused {
        String code = written.group(2);
        if (code == null) {
            return null;
        }
        Vr vr = Vr.of((byte) code.charAt(0), (byte) code.charAt(1));
        if (vr == null) {
            throw new TestLine.Refused(line.problemAt(written.start(2), 2, "expected a VR, found " + code));
        }
        return vr;
    }

    private @Nullable CaseBuilder inCase(TestLine line) {
        if (open == null) {
            report(line.problem("expected a line case NAME before " + line.word()));
        }
        return open;
    }

    private Path besideTheTest(String path) {
        Path parent = Path.of(source.name()).getParent();
        return parent == null ? Path.of(path) : parent.resolve(path);
    }

    private void report(Problem problem) {
        problems.add(problem);
    }
}

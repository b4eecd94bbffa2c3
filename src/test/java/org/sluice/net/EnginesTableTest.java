package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds the tables of {@code docs/engines.md} to the tests of the contract, to the engines, and to what ours alone promises. */
class EnginesTableTest {
    private static final Path DOCUMENT = Path.of("docs/engines.md");
    private static final String CAPABILITIES = "An engine may be one that …";
    private static final String PROMISES = "Promise";
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("org.sluice.net");

    /** Whether an engine has what a row asks for, by the column of that engine in the first table. */
    private interface Does {
        boolean does(String engine, Engine.Capability capability);
    }

    /** A table of the document, by the head of its first column: rows of cells, the heads first. */
    private static List<List<String>> table(String head) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| " + head + " |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(2, line.length() - 2).split(" \\| "))
                        .toList())
                .toList();
    }

    /** The engines that have a column: those of this build, and perhaps others, of builds with a profile. */
    private static List<String> columns(List<List<String>> table) {
        return table.get(0).stream().skip(1).map(cell -> cell.replace("`", "")).toList();
    }

    private static String head(String first, List<String> engines) {
        return "| " + first + " | "
                + engines.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" | ")) + " |\n| --- |"
                + " --- |".repeat(engines.size());
    }

    private static String row(String first, List<String> engines, Function<String, String> cell) {
        return "| " + first + " | " + engines.stream().map(cell).collect(Collectors.joining(" | ")) + " |";
    }

    /** What the document says of engines that are not here, and what those that are here say of themselves. */
    private static Does capabilities() throws IOException {
        List<List<String>> table = table(CAPABILITIES);
        List<String> columns = columns(table);
        Map<String, List<String>> written =
                table.stream().skip(2).collect(Collectors.toMap(row -> row.get(0), row -> row));
        return (name, capability) -> TestEngine.ENGINES
                .named(name)
                .map(engine -> engine.capabilities().contains(capability))
                .orElseGet(() -> {
                    List<String> row = written.get(capability.words());
                    return row != null && row.get(columns.indexOf(name) + 1).equals("yes");
                });
    }

    /** {@code aUserIsSeen} is "A user is seen". */
    private static String sentence(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])", " ")
                .toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static List<Method> promises() {
        return TESTS.stream()
                .filter(one -> one.isAssignableTo(Contract.class) && !one.isEquivalentTo(Contract.class))
                .map(JavaClass::reflect)
                .sorted(Comparator.comparing(Class::getSimpleName))
                .flatMap(one -> Arrays.stream(one.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class)
                                || method.isAnnotationPresent(ParameterizedTest.class))
                        .sorted(Comparator.comparing(Method::getName)))
                .toList();
    }

    private static String promised(Method promise, List<String> engines, Does does) {
        Optional<Engine.Capability> needed = Contract.needed(promise);
        return row(
                sentence(promise.getName()),
                engines,
                name -> needed.isEmpty() || does.does(name, needed.get()) ? "kept" : "not done");
    }

    private static void assertShown(String table) throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .as("to be written there:\n%s", table)
                .contains(table);
    }

    @Test
    void eachEngineOfThisBuildHasItsColumns() throws IOException {
        assertThat(columns(table(CAPABILITIES)))
                .isSorted()
                .containsAll(TestEngine.ENGINES.names())
                .isEqualTo(columns(table(PROMISES)));
    }

    @Test
    void whatEachEngineDoesBeyondTheContractIsThere() throws IOException {
        List<String> engines = columns(table(CAPABILITIES));
        Does does = capabilities();
        List<String> lines = new ArrayList<>(List.of(head(CAPABILITIES, engines)));
        for (Engine.Capability capability : Engine.Capability.values()) {
            lines.add(row(capability.words(), engines, name -> does.does(name, capability) ? "yes" : "no"));
        }
        assertShown(String.join("\n", lines) + "\n\n");
    }

    @Test
    void eachPromiseOfTheContractIsThere() throws IOException {
        List<String> engines = columns(table(PROMISES));
        Does does = capabilities();
        List<String> lines = new ArrayList<>(List.of(head(PROMISES, engines)));
        promises().forEach(promise -> lines.add(promised(promise, engines, does)));
        assertThat(lines).hasSizeGreaterThan(30);
        assertShown(String.join("\n", lines) + "\n\n");
    }

    @Test
    void whatOurEngineAlonePromisesIsThere() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| Promise of `sluice` alone | Test |\n| --- | --- |"));
        TESTS.stream()
                .filter(one -> one.isAnnotatedWith(OfOneEngine.class))
                .sorted(Comparator.comparing(JavaClass::getSimpleName))
                .map(one -> "| " + one.getAnnotationOfType(OfOneEngine.class).value() + " | `" + one.getSimpleName()
                        + "` |")
                .forEach(lines::add);
        assertShown(String.join("\n", lines) + "\n");
    }
}

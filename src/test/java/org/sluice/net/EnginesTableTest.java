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
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds the tables of {@code docs/engines.md} to the tests of the contract, to the engines, and to what ours alone promises. */
class EnginesTableTest {
    private static final Path DOCUMENT = Path.of("docs/engines.md");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("org.sluice.net");

    private static String header(String first) {
        List<String> names = TestEngine.ENGINES.names();
        return "| " + first + " | "
                + names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" | ")) + " |\n| --- |"
                + " --- |".repeat(names.size());
    }

    private static String row(String first, Function<Engine, String> cell) {
        return "| " + first + " | "
                + TestEngine.ENGINES.names().stream()
                        .map(name -> cell.apply(TestEngine.ENGINES.named(name).orElseThrow()))
                        .collect(Collectors.joining(" | "))
                + " |";
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

    private static String promised(Method promise) {
        Optional<Engine.Capability> needed = Contract.needed(promise);
        return row(
                sentence(promise.getName()),
                engine -> needed.isEmpty() || engine.capabilities().contains(needed.get()) ? "kept" : "not done");
    }

    private static void assertShown(String table) throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .as("to be written there:\n%s", table)
                .contains(table);
    }

    @Test
    void whatEachEngineDoesBeyondTheContractIsThere() throws IOException {
        List<String> lines = new ArrayList<>(List.of(header("An engine may be one that …")));
        for (Engine.Capability capability : Engine.Capability.values()) {
            lines.add(row(capability.words(), engine -> engine.capabilities().contains(capability) ? "yes" : "no"));
        }
        assertShown(String.join("\n", lines) + "\n\n");
    }

    @Test
    void eachPromiseOfTheContractIsThere() throws IOException {
        List<String> lines = new ArrayList<>(List.of(header("Promise")));
        promises().forEach(promise -> lines.add(promised(promise)));
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

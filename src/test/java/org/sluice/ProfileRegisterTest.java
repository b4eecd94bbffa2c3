package org.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/profile-register.md} has every sentence of PS3.15 E.1 to E.3 that demands something, and tests that exist. */
class ProfileRegisterTest {
    private static final Path REGISTER = Path.of("docs/profile-register.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (E\\.[0-9.]+) \\((\\d+)\\) \\| (.+?) \\| (.*?) ?\\| (.*?) ?\\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");

    /** Paragraphs with a "shall", outside of notes and tables, in edition 2026d. */
    private static final Map<String, Integer> DEMANDS = Map.ofEntries(
            Map.entry("E.1.1", 9),
            Map.entry("E.1.2", 3),
            Map.entry("E.1.3", 1),
            Map.entry("E.2", 1),
            Map.entry("E.3.1", 2),
            Map.entry("E.3.2", 2),
            Map.entry("E.3.3", 1),
            Map.entry("E.3.4", 1),
            Map.entry("E.3.5", 2),
            Map.entry("E.3.6", 4),
            Map.entry("E.3.7", 2),
            Map.entry("E.3.8", 1),
            Map.entry("E.3.9", 1),
            Map.entry("E.3.10", 4),
            Map.entry("E.3.11", 1));

    private record Row(String clause, int number, String shown, String who) {}

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(REGISTER).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), Integer.parseInt(row.group(2)), row.group(4), row.group(5)))
                .toList();
    }

    @Test
    void everyDemandOfTheStandardHasItsRow() throws IOException {
        Map<String, List<Integer>> numbers = rows().stream()
                .collect(Collectors.groupingBy(
                        Row::clause, TreeMap::new, Collectors.mapping(Row::number, Collectors.toList())));
        assertThat(numbers.keySet()).isEqualTo(new TreeSet<>(DEMANDS.keySet()));
        numbers.forEach((clause, found) -> assertThat(found)
                .as(clause)
                .containsExactlyElementsOf(
                        Stream.iterate(1, n -> n + 1).limit(DEMANDS.get(clause)).toList()));
    }

    @Test
    void everyRowHasATestOrSaysWhoMust() throws IOException {
        assertThat(rows()).allSatisfy(row -> assertThat(row.shown() + row.who()).isNotBlank());
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            sources = files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            ProfileRegisterTest::text,
                            (one, other) -> one + other));
        }
        List<Matcher> named = rows().stream()
                .map(row -> TEST.matcher(row.shown()))
                .flatMap(matcher -> matcher.results().map(found -> TEST.matcher(found.group())))
                .filter(Matcher::matches)
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named).allSatisfy(test -> {
            assertThat(sources).containsKey(test.group(1));
            if (test.group(2) != null) {
                assertThat(sources.get(test.group(1))).contains("void " + test.group(2) + "(");
            }
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

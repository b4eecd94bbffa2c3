package org.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.net.Rejection;
import org.sluice.net.Status;
import org.sluice.text.Implementation;
import org.sluice.text.SourceText;

/** What the documents say, held against what they are about. */
class DocumentationTest {
    private static final Path README = Path.of("README.md");
    private static final Path CONFORMANCE = Path.of("docs/conformance.md");

    @Test
    void theReadmesConfigurationIsOneThatStarts() throws Exception {
        String readme = Files.readString(README);
        int start = readme.indexOf("```yaml\n") + "```yaml\n".length();
        String sample = readme.substring(start, readme.indexOf("```", start));
        Configuration configuration = ConfigLoader.parse(new SourceText(README.toString(), sample));
        assertThat(configuration.routes()).hasSize(1);
        assertThat(configuration.destinations()).containsOnlyKeys("archive", "folder");
    }

    @Test
    void theContainersConfigurationIsOneThatStarts() throws Exception {
        Configuration configuration = ConfigLoader.load(Path.of("docker/sluice.yaml"));
        assertThat(configuration.listen().get(0).bind()).isEqualTo("0.0.0.0");
        assertThat(configuration.destinations()).containsOnlyKeys("archive");
    }

    @Test
    void theConformanceStatementListsEveryRejectionThatIsUsed() throws IOException {
        for (Rejection rejection : List.of(
                Rejection.APPLICATION_CONTEXT_NOT_SUPPORTED,
                Rejection.CALLING_AE_NOT_RECOGNIZED,
                Rejection.CALLED_AE_NOT_RECOGNIZED,
                Rejection.PROTOCOL_VERSION_NOT_SUPPORTED,
                Rejection.LOCAL_LIMIT_EXCEEDED)) {
            assertThat(Files.readString(CONFORMANCE))
                    .containsPattern("\\| %d %s \\| %d [^|]*\\| %d %s \\|"
                            .formatted(
                                    rejection.result(),
                                    rejection.isTransient() ? "transient" : "permanent",
                                    rejection.source(),
                                    rejection.reason(),
                                    rejection.text()));
        }
    }

    @Test
    void theConformanceStatementListsEveryStatusThatIsAnswered() throws IOException {
        for (int status : List.of(
                Status.SUCCESS,
                Status.PROCESSING_FAILURE,
                Status.INVALID_SOP_INSTANCE,
                Status.SOP_CLASS_NOT_SUPPORTED,
                Status.NOT_AUTHORIZED,
                Status.OUT_OF_RESOURCES,
                Status.CANNOT_UNDERSTAND)) {
            assertThat(Files.readString(CONFORMANCE)).contains("| " + Status.format(status) + " |");
        }
        assertThat(Files.readString(CONFORMANCE)).contains(Status.format(Status.UNRECOGNIZED_OPERATION));
    }

    @Test
    void theConformanceStatementNamesTheImplementationAsTheWireDoes() throws IOException {
        assertThat(Files.readString(CONFORMANCE))
                .contains("| " + Implementation.CLASS_UID + " |")
                .contains("| " + Implementation.VERSION_NAME + " |");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "docs/conformance.md",
                "docs/interop.md",
                "docs/engines.md",
                "docs/operations.md",
                "docs/desk.md",
                "docs/monitoring.md",
                "docs/midi-b.md",
                "docs/spool.md",
                "docs/text-detection.md",
                "docs/verify.md",
                "docs/profile-register.md",
                "docs/development.md"
            })
    void everyLinkIntoTheProjectLeadsSomewhere(String document) throws IOException {
        Path file = Path.of(document);
        List<String> targets = Pattern.compile("\\]\\((?!https?:)([^)#]+)")
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
        assertThat(targets)
                .allSatisfy(target -> assertThat(file.resolveSibling(target)).exists());
    }

    @Test
    void theGuideForDevelopersNamesClassesThatExist() throws IOException {
        Set<String> classes;
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            classes = sources.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        List<String> named = Pattern.compile("`(?:[a-z.]+\\.)?([A-Z][a-z]+(?:[A-Z][A-Za-z]*)?)[.a-z]*`")
                .matcher(Files.readString(Path.of("docs/development.md")))
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(40);
        assertThat(classes).containsAll(named);
    }

    /** A row that stands alone, or has another number of cells than its heading, is shown as text with bars in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "docs/conformance.md",
                "docs/interop.md",
                "docs/engines.md",
                "docs/operations.md",
                "docs/desk.md",
                "docs/monitoring.md",
                "docs/midi-b.md",
                "docs/spool.md",
                "docs/text-detection.md",
                "docs/verify.md",
                "docs/profile-register.md",
                "docs/recipes.md"
            })
    void everyTableIsShownAsOne(String document) throws IOException {
        String proseAlone = Files.readString(Path.of(document)).replaceAll("(?ms)^```.*?^```", "");
        for (String paragraph : proseAlone.split("\n\n+")) {
            List<String> rows =
                    paragraph.lines().filter(line -> line.startsWith("|")).toList();
            if (!rows.isEmpty()) {
                assertThat(rows).as(paragraph).hasSizeGreaterThan(2).allMatch(row -> cells(row) == cells(rows.get(0)));
                assertThat(rows.get(1)).matches("\\|( ?:?-+:? ?\\|)+");
            }
        }
    }

    private static long cells(String row) {
        return row.replace("\\|", "").chars().filter(c -> c == '|').count();
    }
}

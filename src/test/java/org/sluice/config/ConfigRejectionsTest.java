package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sluice.text.SourceText;

/**
 * Every rejection with its text: {@code rejections.txt} holds, case by case, a name, a
 * configuration and what is reported of it. With {@code -Dupdate.golden=true} the reports are written anew, and the test fails.
 */
class ConfigRejectionsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/org/sluice/config/rejections.txt");
    private static final String CASE = "\n=== ";
    private static final String REPORT = "\n--- reported\n";

    private static final String RIGHT = """
            listen:
              - { port: 11112 }
            routes:
              - ae: SLUICE
                recipe: recipes/dangerous-cookie.deid
                to: [archive]
            destinations:
              archive: { ae: ARCHIVE, host: pacs, port: 104 }
            """;

    /** One case: the text of the file, and the report. */
    private record Rejection(String name, String text, String report) {

        static Rejection parse(String text) {
            int nameEnd = text.indexOf('\n');
            int textEnd = text.indexOf(REPORT);
            return new Rejection(
                    text.substring(0, nameEnd),
                    text.substring(nameEnd + 1, textEnd + 1),
                    text.substring(textEnd + REPORT.length()).stripTrailing());
        }

        String reported() {
            try {
                ConfigLoader.parse(new SourceText("sluice.yaml", text));
                return "nothing";
            } catch (ConfigException e) {
                return e.getMessage();
            }
        }

        String golden() {
            return CASE + name + "\n" + text.stripTrailing() + REPORT + reported() + "\n";
        }
    }

    private static List<Rejection> cases() throws IOException {
        String all = Files.readString(GOLDEN);
        List<String> parts = Arrays.asList(all.split(CASE, -1));
        return parts.subList(1, parts.size()).stream().map(Rejection::parse).toList();
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeIsReportedWithItsPlaceAndWhatWasExpected() throws IOException {
        if (Boolean.getBoolean("update.golden")) {
            String head = Files.readString(GOLDEN).split(CASE, 2)[0];
            List<String> cases = new ArrayList<>();
            cases().forEach(rejection -> cases.add(rejection.golden()));
            Files.writeString(GOLDEN, head + String.join("", cases));
            fail("the reports were written anew: look at the difference");
        }
        return cases().stream()
                .map(rejection -> DynamicTest.dynamicTest(
                        rejection.name, () -> assertThat(rejection.reported()).isEqualTo(rejection.report)));
    }

    @Property(tries = 500)
    void aRightConfigurationWithAnyCharacterChangedIsReadOrReported(
            @ForAll @IntRange(max = 160) int at, @ForAll char character) {
        String text = RIGHT.substring(0, at) + character + RIGHT.substring(at + 1);
        try {
            assertThat(ConfigLoader.parse(new SourceText("sluice.yaml", text)).routes())
                    .isNotEmpty();
        } catch (ConfigException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allMatch(problem -> problem.at().line() <= 10);
        }
    }
}

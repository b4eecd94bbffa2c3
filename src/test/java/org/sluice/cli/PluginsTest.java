package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.PluginJar;

/** Functions of somebody's own, in jars of a folder. */
class PluginsTest {
    private static final String SHOUT = """
            import java.util.Optional;
            import org.sluice.recipe.function.RecipeFunction;
            import org.sluice.recipe.function.VariableValue;

            public final class Shout implements RecipeFunction {
                @Override
                public String name() {
                    return "shout";
                }

                @Override
                public Optional<VariableValue> value(Call call) {
                    return Optional.of(VariableValue.of(call.text() + "!"));
                }
            }
            """;

    private final Path folder;
    private final Path plugins;
    private final Path recipe;
    private final Path file;

    PluginsTest(@TempDir Path folder) {
        this.folder = folder;
        this.plugins = folder.resolve("plugins");
        this.recipe = folder.resolve("recipe.deid");
        this.file = folder.resolve("a.dcm");
    }

    @BeforeEach
    void aFunctionARecipeAndAFile() throws IOException {
        PluginJar.write(plugins.resolve("shout.jar"), "Shout", SHOUT);
        Files.writeString(recipe, "FORMAT dicom\n%header\nREPLACE PatientID func:shout\n");
        GeneratedInstance.mr(1).writeTo(file);
    }

    @Test
    void everyCommandThatReadsRecipesKnowsThePlugins() throws IOException {
        Path test = Files.writeString(
                folder.resolve("recipe.test"),
                "recipe recipe.deid\ncase It shouts\n  PatientID = X\n  expect PatientID \"X!\"\n");
        for (List<Object> command : List.<List<Object>>of(
                List.of("recipe", "check", recipe),
                List.of("recipe", "explain", recipe),
                List.of("recipe", "test", test),
                List.of("inspect", "--deid", recipe, file),
                List.of("evaluate", "--recipe", recipe, file),
                List.of("identifiers", "--action", "inspect", "--deid", recipe, file))) {
            CommandRun with = CommandRun.of(with(command, "--plugins", plugins));
            assertThat(with.code()).as("%s: %s", command, with.err()).isZero();
            CommandRun without = CommandRun.of(command.toArray());
            assertThat(without.out() + without.err()).as("%s", command).contains("shout");
            assertThat(without.out() + without.err()).as("%s", command).isNotEqualTo(with.out() + with.err());
        }
        CommandRun evaluated = CommandRun.of("evaluate", "--plugins", plugins, "--recipe", recipe, file);
        assertThat(evaluated.out()).contains("\"00100020\":{\"vr\":\"LO\",\"Value\":[\"ID-1!\"]}");
    }

    @Test
    void theFolderMayBeNamedBeforeTheCommand() {
        CommandRun run = CommandRun.of("--plugins", plugins, "recipe", "check", recipe);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(CommandRun.of("--plugins=" + plugins, "recipe", "check", recipe)
                        .code())
                .isZero();
    }

    @Test
    void thePluginsAreGoneAfterTheCommand() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        CommandRun.of("--plugins", plugins, "recipe", "check", recipe);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(CommandRun.of("recipe", "check", recipe).code()).isEqualTo(1);
    }

    @Test
    void aFailingFunctionIsNamedWithTheKindOfItsFailureAndNoValue() throws IOException {
        String failing = SHOUT.replace("Shout", "Fails")
                .replace("\"shout\"", "\"fails\"")
                .replace(
                        "return Optional.of(",
                        "if (true) throw new IllegalStateException(call.text()); return Optional.of(");
        PluginJar.write(plugins.resolve("fails.jar"), "Fails", failing);
        Files.writeString(recipe, "FORMAT dicom\n%header\nREPLACE PatientID func:fails\n");
        CommandRun run = CommandRun.of(
                "--plugins",
                plugins,
                "identifiers",
                "--action",
                "put",
                "--deid",
                recipe,
                "-o",
                folder.resolve("o"),
                file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("NOT WRITTEN " + file, "func:fails failed: java.lang.IllegalStateException")
                .doesNotContain("ID-1", "mistake in sluice");
        assertThat(folder.resolve("o/a.dcm")).doesNotExist();
    }

    @Test
    void whatCannotBeLoadedEndsTheCommandBeforeItBegins() throws IOException {
        assertThat(CommandRun.of("--plugins", folder.resolve("absent"), "recipe", "check", recipe)
                        .err())
                .isEqualTo("error: --plugins: expected a folder with jars, found " + folder.resolve("absent") + "\n");

        PluginJar.write(plugins.resolve("again.jar"), "Again", SHOUT.replace("Shout", "Again"));
        CommandRun twice = CommandRun.of("--plugins", plugins, "recipe", "check", recipe);
        assertThat(twice.code()).isEqualTo(1);
        assertThat(twice.err()).contains("cannot be loaded", "two recipe functions are named shout");
    }

    /** The commands of the chapter on recipes as they stand there, but that sluice.jar is what this test runs with. */
    @Test
    void theDocumentedWayWorksToTheLetter() throws IOException {
        String chapter = Files.readString(Path.of("docs/recipes.md"));
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(work.resolve("YearOfBirth.java"), block(chapter, "java"));
        Files.writeString(
                work.resolve("site.deid"), "FORMAT dicom\n%header\nREPLACE PatientBirthDate func:year_of_birth\n");
        String script = """
                set -e
                cd '%s'
                export PATH='%s/bin':"$PATH"
                classpath='%s'
                sluice() { java -cp "$classpath" org.sluice.cli.Main "$@"; }
                """.formatted(work, System.getProperty("java.home"), System.getProperty("java.class.path"))
                + block(chapter, "sh plugin").replace("sluice.jar", "\"$classpath\"");
        PeerProcess.Ended ended = PeerProcess.run(List.of("bash", "-c", script), Duration.ofMinutes(2));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("ok: 0 filter sections, 0 labels, 1 header action");
    }

    private static String block(String chapter, String language) {
        int start = chapter.indexOf("```" + language + "\n") + language.length() + 4;
        return chapter.substring(start, chapter.indexOf("```", start));
    }

    @Test
    void aFolderWithoutJarsIsAllowed() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%header\nBLANK PatientID\n");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(CommandRun.of("--plugins", empty, "recipe", "check", recipe).code())
                .isZero();
    }

    private static Object[] with(List<Object> command, Object... more) {
        Object[] words = new Object[command.size() + more.length];
        command.toArray(words);
        System.arraycopy(more, 0, words, command.size(), more.length);
        return words;
    }
}

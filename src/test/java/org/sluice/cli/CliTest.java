package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.net.Engines;
import picocli.CommandLine;

class CliTest {
    /** Every command and command of a command, as typed. */
    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(
                Main.commandLine(Cli.commandsOf(new Console(nowhere(), nowhere(), false), Engines.of())),
                List.of(),
                all);
        return all.stream();
    }

    private static PrintWriter nowhere() {
        return new PrintWriter(Writer.nullWriter());
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        all.add(words);
        command.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(below, longer, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItselfWithExitCodesAndExamples(List<String> words) {
        List<Object> asked = new ArrayList<>(words);
        asked.add("--help");
        CommandRun run = CommandRun.of(asked.toArray());
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(String.join(" ", words))
                .contains("Exit codes:")
                .contains("  0 ")
                .contains("Examples:");
    }

    @Test
    void theVersionIsOneLine() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.code()).isZero();
        assertThat(run.lines()).singleElement().asString().startsWith("sluice ");
    }

    @Test
    void aMisspeltCommandIsAUsageErrorWithASuggestion() {
        CommandRun run = CommandRun.of("ecko");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("ecko").contains("echo").contains("sluice --help");
    }

    @ParameterizedTest
    @CsvSource({
        "ecko, Did you mean echo?",
        "inspekt, Did you mean inspect?",
        "recipe chekc, Did you mean check?",
        "serve --cnof x, Did you mean --conf?",
        "--new-kye, Did you mean --new-key?",
        "send --caling=A x, Did you mean --calling?",
        "help sevre, Did you mean serve?",
        "help recipe formt, Did you mean format?"
    })
    void aMisspeltWordIsAUsageErrorWithWhatMayHaveBeenMeant(String line, String suggestion) {
        CommandRun run = CommandRun.of((Object[]) line.split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).contains(suggestion);
    }

    @Test
    void aWordThatIsLikeNoCommandIsAUsageErrorWithoutASuggestion() {
        CommandRun run = CommandRun.of("help", "xylophone");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there are serve, demo, echo").doesNotContain("Did you mean");
        assertThat(CommandRun.of("xylophone").err()).doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpShowsOfACommandWhatItsOptionShows(List<String> words) {
        List<Object> asked = new ArrayList<>(words);
        asked.add(0, "help");
        CommandRun run = CommandRun.of(asked.toArray());
        List<Object> option = new ArrayList<>(words);
        option.add("--help");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(CommandRun.of(option.toArray()).out());
    }

    @Test
    void anUnknownOptionIsAUsageErrorOfItsCommand() {
        CommandRun run = CommandRun.of("echo", "--loud", "A@localhost:104");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--loud").contains("sluice echo --help");
    }

    @Test
    void resultsThatCannotBeWrittenAreAFailure() {
        Writer fullDisk = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(fullDisk), new PrintWriter(err), false);
        assertThat(Cli.run(new String[] {"--version"}, console)).isEqualTo(1);
        assertThat(err.toString()).startsWith("error: standard output could not be written");
    }
}

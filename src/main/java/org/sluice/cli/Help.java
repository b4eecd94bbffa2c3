package org.sluice.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice help}: as {@code --help} of a command. */
@Command(
        name = "help",
        description = "Shows what sluice does, or one of its commands, as --help does.",
        footerHeading = "%nExamples:%n",
        footer = {"  sluice help", "  sluice help serve", "  sluice help recipe check"})
final class Help implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "A command, and a command of that one.")
    private List<String> words = List.of();

    Help(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine below = command.getSubcommands().get(word);
            if (below == null) {
                throw new UsageFailure(unknown(word, command));
            }
            command = below;
        }
        command.usage(console.out());
        return ExitCode.OK;
    }

    private static String unknown(String word, CommandLine command) {
        return "there is no command \"" + word + "\" of "
                + command.getCommandSpec().qualifiedName()
                + Cli.suggestions(word, command.getSubcommands().keySet())
                        .map(suggestion -> System.lineSeparator() + suggestion)
                        .orElse("; there are "
                                + String.join(", ", command.getSubcommands().keySet()));
    }
}

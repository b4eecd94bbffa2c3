package org.sluice.cli;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.net.Engines;
import org.sluice.text.FileFault;
import org.sluice.text.NotUtf8Exception;
import org.sluice.text.OneLine;
import org.sluice.text.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Runs one command line: finds the command, gives it its console, and says in words what went wrong. */
public final class Cli {
    private static final Set<String> NODE_COMMANDS = Set.of("serve", "demo");

    private Cli() {}

    /** Runs a command line and returns its exit code; see {@link ExitCode}. Does not end the process. */
    public static int run(String[] args, Console console) {
        CommandLine sluice = Main.commandLine(commandsOf(console, Main.engines()));
        Main main = sluice.getCommand();
        prepare(sluice);
        sluice.setOut(console.out()).setErr(console.err());
        sluice.setExecutionExceptionHandler((problem, command, parsed) -> failed(problem, console));
        sluice.setParameterExceptionHandler((problem, given) -> misused(problem, console));
        sluice.setExecutionStrategy(parsed -> runWithPlugins(parsed, sluice, main));
        int code = sluice.execute(CommandLineOrder.arranged(args).toArray(String[]::new));
        console.err().flush();
        if (console.out().checkError()) {
            console.error("error: standard output could not be written: a full disk, or a reader that has gone");
            return ExitCode.PROBLEM;
        }
        return code;
    }

    /** Makes command objects, each with this console, and with the engines, if its constructor asks for them. */
    static CommandLine.IFactory commandsOf(Console console, Engines engines) {
        return new CommandFactory(console, engines);
    }

    private static int runWithPlugins(CommandLine.ParseResult parsed, CommandLine sluice, Main main) {
        try (Closeable plugins = Plugins.open(main.plugins())) {
            return new CommandLine.RunLast().execute(parsed);
        } catch (IOException | CommandFailure e) {
            throw new CommandLine.ExecutionException(sluice, "before the command began", e);
        }
    }

    /** Whether a command line starts the node, whose log belongs on standard output. */
    static boolean startsNode(String[] args) {
        return NODE_COMMANDS.contains(CommandLineOrder.arranged(args).get(0))
                && !Arrays.asList(args).contains(Serve.CHECK);
    }

    /** What is the same for every command, said once instead of in each annotation. */
    private static void prepare(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.mixinStandardHelpOptions(true).versionProvider(new Main.Version());
        spec.usageMessage().width(100).abbreviateSynopsis(false).sortOptions(false);

        if (spec.exitCodeOnInvalidInput() == CommandLine.ExitCode.USAGE
                && spec.usageMessage().exitCodeList().isEmpty()) {
            Map<String, String> codes = new TreeMap<>();
            codes.put("0", "done");
            codes.put("1", "it failed, or a problem was found");
            codes.put("2", "the command line makes no sense");
            spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
        }
        command.getSubcommands().values().forEach(Cli::prepare);
    }

    private static int misused(ParameterException problem, Console console) {
        CommandLine command = problem.getCommandLine();
        console.error("error: " + OneLine.message(problem));
        suggestions(problem, command).ifPresent(console::error);
        console.error("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    /** What may have been meant by a word that the command does not know. */
    private static Optional<String> suggestions(ParameterException problem, CommandLine command) {
        // A parameter that is missing is complained of before an option that is misspelt.
        List<String> unknown = problem instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched()
                : command.getUnmatchedArguments();
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        String word = unknown.get(0).split("=", 2)[0];
        Set<String> known = word.startsWith("-")
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        return suggestions(word, known);
    }

    /** The same for one of these words. */
    static Optional<String> suggestions(String word, Set<String> known) {
        List<String> near = Suggestions.near(word, known);
        return near.isEmpty() ? Optional.empty() : Optional.of("Did you mean " + String.join(" or ", near) + "?");
    }

    private static int failed(Exception problem, Console console) {
        console.out().flush();
        console.error("error: " + inWords(problem));
        if (problem instanceof NodeFailure) {
            return ExitCode.NO_NODE;
        }
        return problem instanceof UsageFailure ? ExitCode.USAGE : ExitCode.PROBLEM;
    }

    private static String inWords(Exception problem) {
        if (problem instanceof CommandFailure failure) {
            return String.valueOf(failure.getMessage()); // several lines, when there are several problems
        }
        if (problem instanceof UsageFailure failure) {
            return String.valueOf(failure.getMessage());
        }
        if (problem instanceof NodeFailure failure) {
            return String.valueOf(failure.getMessage());
        }
        if (problem instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (problem instanceof AccessDeniedException denied) {
            return FileFault.inWords(denied);
        }
        if (problem instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + " already exists";
        }
        if (problem instanceof NotUtf8Exception text) {
            return String.valueOf(text.getMessage());
        }
        if (problem instanceof CharacterCodingException) {
            return "a file that should be text is not UTF-8";
        }
        return problem instanceof IOException failure ? FileFault.inWords(failure) : ownMistake(problem);
    }

    /** An exception that nobody foresaw. Its message is left out: it may quote a value of a data set. */
    static String ownMistake(Exception problem) {
        return "this is a mistake in sluice itself: " + problem.getClass().getSimpleName() + " at " + place(problem);
    }

    private static String place(Exception problem) {
        List<StackTraceElement> trace = Arrays.asList(problem.getStackTrace());
        return trace.stream()
                .filter(frame -> frame.getClassName().startsWith("org.sluice"))
                .findFirst()
                .or(() -> trace.stream().findFirst())
                .map(StackTraceElement::toString)
                .orElse("an unknown place");
    }

    private record CommandFactory(Console console, Engines engines) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Console.class})) {
                    return type.cast(constructor.newInstance(console));
                }
                if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Console.class, Engines.class})) {
                    return type.cast(constructor.newInstance(console, engines));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}

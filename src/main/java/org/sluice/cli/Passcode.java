package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.route.PasscodeHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice passcode}: what stands in the configuration for the passcode of a user, PS3.7 D.3.3.7. */
@Command(
        name = "passcode",
        description =
                "Prints what stands in the configuration for the passcode of a user: a salted hash, from which the"
                        + " passcode cannot be read. The passcode is typed in twice, unseen, or is the first line of a file.",
        footerHeading = "%nExamples:%n",
        footer = {"  sluice passcode", "  sluice passcode --file ct1.passcode"})
final class Passcode implements Callable<Integer> {
    /** The length field of the secondary field has 16 bits. */
    private static final int LONGEST = 255;

    private final Console console;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Its first line is the passcode; without it you are asked.")
    private @Nullable Path file;

    Passcode(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        char[] passcode = read(file);
        if (passcode.length == 0 || passcode.length > LONGEST) {
            throw new UsageFailure("passcode: expected 1 to " + LONGEST + " characters, found " + passcode.length);
        }
        console.out().println(PasscodeHash.of(passcode).text());
        return ExitCode.OK;
    }

    /** What is typed in twice, or the first line of a file. */
    static char[] read(@Nullable Path file) throws IOException {
        return file == null ? typed() : inFile(file);
    }

    private static char[] inFile(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("").toCharArray();
        }
    }

    private static char[] typed() {
        java.io.Console terminal = Optional.ofNullable(System.console())
                .orElseThrow(() -> new UsageFailure("no terminal to type on: name a file with --file"));
        char[] once = terminal.readPassword("Passcode: ");
        char[] again = terminal.readPassword("Once more: ");
        if (once == null || again == null || !new String(once).equals(new String(again))) {
            throw new UsageFailure("the two are not the same");
        }
        return once;
    }
}

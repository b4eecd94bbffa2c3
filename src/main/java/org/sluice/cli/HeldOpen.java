package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice quarantine open}. */
@Command(
        name = "open",
        description =
                "Prints where the file of an instance is, or opens it with a program. It holds patient data. That you"
                        + " opened it is recorded.",
        footerHeading = "%nExamples:%n",
        footer = {"  sluice quarantine open 1.2.840.1.5", "  sluice quarantine open 1.2.840.1.5 --with dcmdump"})
final class HeldOpen implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DeskCall desk = new DeskCall();

    @Parameters(paramLabel = "UID", description = "A SOP Instance UID, or a file as --json lists it.")
    private String id = "";

    @Option(names = "--with", paramLabel = "PROGRAM", description = "Run this program with the path of the file.")
    private @Nullable String program;

    HeldOpen(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode request = new HeldFilters().request("open", "all");
        request.putArray("ids").add(id);
        JsonNode paths;
        try (DeskCall asked = desk) {
            paths = asked.ask(request).path("paths");
        }
        if (program == null) {
            paths.forEach(path -> console.out().println(path.asText()));
            return ExitCode.OK;
        }
        int code = new ProcessBuilder(program, paths.path(0).asText())
                .inheritIO()
                .start()
                .waitFor();
        return code == 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }
}

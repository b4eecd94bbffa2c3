package org.sluice.cli;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sluice.config.DestinationConfig;
import org.sluice.directory.DirectoryCopy;
import org.sluice.directory.DirectoryException;
import org.sluice.directory.Resolution;
import org.sluice.gateway.DirectoryLookup;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice directory check}: what each destination with {@code from: directory} stands for, or what is wrong. */
@Command(
        name = "check",
        description =
                "Says where each destination with from: directory is called, and why it cannot be: no AE with this title or"
                        + " two, not installed, accepts no associations, no connection, no port, no TLS. The running node is"
                        + " not asked.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each of them has its place, perhaps with notes",
            "1:one has none, or the directory cannot be read",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice directory check", "  sluice directory check --conf /etc/sluice/sluice.yaml"})
final class DirectoryCheck implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DirectoryCall directory = new DirectoryCall();

    DirectoryCheck(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DirectoryLookup lookup = directory.lookup();
        int code = resolutions(lookup);
        line(lookup.copy().map(DirectoryCheck::told).orElse("kept for an outage: nothing"));
        return code;
    }

    private int resolutions(DirectoryLookup lookup) {
        try {
            Map<String, Resolution> all = lookup.resolutions();
            line(lookup.url() + " answers; " + OneLine.count(all.size(), "destination") + " with from: directory");
            all.forEach((name, resolution) ->
                    show(name, requireNonNull(lookup.archives().get(name)), resolution));
            boolean fine = all.values().stream().allMatch(one -> one.problems().isEmpty());
            return fine ? ExitCode.OK : ExitCode.PROBLEM;
        } catch (DirectoryException e) {
            error(String.valueOf(e.getMessage()));
            return ExitCode.PROBLEM;
        }
    }

    private void show(String name, DestinationConfig.Archive archive, Resolution resolution) {
        resolution.place().ifPresent(place -> line(name + ": " + archive.ae() + " is at " + place));
        resolution.problems().forEach(problem -> error(name + ": " + problem));
        resolution.remarks().forEach(remark -> line(name + ": note: " + remark));
    }

    private static String told(DirectoryCopy copy) {
        return "kept for an outage: what it said " + DirectoryLookup.age(copy, Instant.now()) + " ago, of "
                + OneLine.count(copy.places().size(), "AE title");
    }

    private void line(String text) {
        console.out().println(OneLine.of(text));
    }

    private void error(String text) {
        console.out().flush();
        console.error(OneLine.of("error: " + text));
    }
}

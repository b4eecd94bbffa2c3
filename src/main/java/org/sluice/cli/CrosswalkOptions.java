package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sluice.crosswalk.Crosswalk;
import org.sluice.crosswalk.CrosswalkFile;
import picocli.CommandLine.Option;

/** {@code --crosswalk} and {@code --recipient} of commands that write files: who became whom, for one reader alone. */
final class CrosswalkOptions {
    @Option(
            names = "--crosswalk",
            paramLabel = "FILE",
            description = "Who became whom is added to this file, encrypted; \"sluice reidentify\" reads it back.")
    private @Nullable Path crosswalk;

    @Option(
            names = "--recipient",
            paramLabel = "KEY",
            description = "The public key, or certificate, of who may read --crosswalk: \"sluice crosswalk key\".")
    private @Nullable Path recipient;

    /** What is to be read of each file so that its entry is whole. */
    IdentifierSets reading(IdentifierSets ids) {
        return crosswalk == null ? ids : ids.readToStudy();
    }

    /** Where it is written; nowhere unless asked for. */
    Crosswalk crosswalk() throws IOException {
        if (crosswalk == null && recipient == null) {
            return Crosswalk.NONE;
        }
        if (crosswalk == null || recipient == null) {
            throw new UsageFailure("--crosswalk FILE and --recipient KEY go together");
        }
        return CrosswalkFile.of(crosswalk, recipient);
    }
}

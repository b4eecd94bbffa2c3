package org.sluice.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sluice.net.Engines;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code sluice} command. Without a command, or with options alone, it means {@code serve}. */
@Command(
        name = "sluice",
        description = "An inline DICOM filter: receives instances, runs each through a recipe, sends the clean ones on"
                + " and keeps the flagged ones.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice                                            start the node with conf/sluice.yaml",
            "  sluice send SLUICE@127.0.0.1:11112 study/         send it some files",
            "  sluice inspect --deid recipes/burned-in.deid dir  what the recipe would flag",
            "  sluice --deid site.deid -o clean identifiers --action put --ids ids.json dir",
            "                                                    options of deid's client may stand before the command"
        },
        subcommands = {
            Serve.class,
            Demo.class,
            Echo.class,
            Send.class,
            Status.class,
            Queue.class,
            LedgerCommand.class,
            AuditCommand.class,
            ShadowCommand.class,
            ReplayCommand.class,
            NoticeCommand.class,
            QuarantineCommand.class,
            ReloadCommand.class,
            DirectoryCommand.class,
            Passcode.class,
            UserCommand.class,
            Inspect.class,
            Identifiers.class,
            Clean.class,
            CrosswalkCommand.class,
            Reidentify.class,
            Evaluate.class,
            Verify.class,
            RecipeCommand.class,
            Profile.class,
            BenchmarkCommand.class,
            Help.class
        })
public final class Main {
    @Option(
            names = Plugins.OPTION,
            scope = ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description = "A folder of jars with functions that recipes call as func:NAME.")
    private @Nullable Path plugins;

    @Option(names = "-v", versionHelp = true, description = "As -V.")
    @SuppressWarnings("UnusedVariable") // for its name and help
    private boolean version;

    private Main() {}

    /** Where jars with functions are. */
    @Nullable
    Path plugins() {
        return plugins;
    }

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] args) {
        boolean json = LogFormat.isJson(args);
        if (!json && !Cli.startsNode(args)) {
            logWarningsToStandardError();
        }
        PduTracing.configure(args);
        DeidClientOptions.configure(args);
        System.exit(Cli.run(args, json ? LogFormat.writeJson() : Console.ofProcess()));
    }

    /** What a command prints must not be mixed with log lines. Read by logback.xml; must come before the first logger. */
    private static void logWarningsToStandardError() {
        System.setProperty("SLUICE_LOG_TARGET", "System.err");
        if (System.getenv("SLUICE_LOG_LEVEL") == null) {
            System.setProperty("SLUICE_LOG_LEVEL", "WARN");
        }
    }

    /** Those of this build; the one place that looks for them. */
    static Engines engines() {
        return Engines.onClassPath();
    }

    static CommandLine commandLine(CommandLine.IFactory factory) {
        return new CommandLine(new Main(), factory);
    }

    /** Reads the version that the build wrote into the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"sluice " + (version == null ? "(not packaged)" : version)};
        }
    }
}

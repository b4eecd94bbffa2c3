package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.config.DeskRole;
import org.sluice.config.OperatorConfig;
import org.sluice.gateway.DeskUsersFile;
import org.sluice.gateway.route.PasscodeHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with the users of the desk. */
abstract class UserAct implements Callable<Integer> {
    private static final int SHORTEST = 8;

    final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    UserAct(Console console) {
        this.console = console;
    }

    final Configuration configuration() {
        return node.configuration();
    }

    static Map<String, OperatorConfig> read(Path file) throws IOException {
        try {
            return Files.exists(file) ? new LinkedHashMap<>(ConfigLoader.users(file)) : new LinkedHashMap<>();
        } catch (ConfigException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** {@code sluice user add}. */
    @Command(
            name = "add",
            description =
                    "Adds a user, or gives one another role or passcode. The passcode is typed in twice, unseen, or is the"
                            + " first line of a file; it has at least 8 characters.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice user add alice --role admin",
                "  sluice user add viewer1 --role viewer --file viewer1.passcode"
            })
    static final class Add extends UserAct {
        @Parameters(paramLabel = "NAME", description = "Letters, digits, dots, hyphens, underscores and @.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description =
                        "viewer: sees UIDs, reasons and counts, no patient values. reviewer: sees these, too, and releases or"
                                + " rejects. admin: all.")
        private String role = "";

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "Its first line is the passcode; without it you are asked.")
        private @Nullable Path file;

        Add(Console console) {
            super(console);
        }

        @Override
        public Integer call() throws IOException {
            DeskRole wanted = DeskRole.of(role)
                    .orElseThrow(() -> new UsageFailure("--role: expected viewer, reviewer or admin, found " + role));
            if (!OperatorConfig.isName(name)) {
                throw new UsageFailure(
                        "expected a name of 1 to 64 letters, digits, dots, hyphens, underscores and @, found another");
            }
            Configuration configuration = configuration();
            if (configuration.http().users().containsKey(name)) {
                throw new CommandFailure(name + " is in http.users of the configuration: change it there");
            }
            char[] passcode = Passcode.read(file);
            if (passcode.length < SHORTEST) {
                throw new UsageFailure(
                        "passcode: expected at least " + SHORTEST + " characters, found " + passcode.length);
            }
            Path users = DeskUsersFile.in(configuration.data());
            Map<String, OperatorConfig> all = read(users);
            OperatorConfig before = all.put(
                    name,
                    new OperatorConfig(name, wanted, PasscodeHash.of(passcode).text()));
            DeskUsersFile.write(users, all.values());
            console.out()
                    .println((before == null ? "added " : "changed ") + name + ", " + wanted.word() + ", in " + users
                            + "; a running node knows after \"sluice reload\"");
            return ExitCode.OK;
        }
    }

    /** {@code sluice user list}. */
    @Command(
            name = "list",
            description = "Lists the users and their roles.",
            footerHeading = "%nExamples:%n",
            footer = "  sluice user list")
    static final class Show extends UserAct {
        Show(Console console) {
            super(console);
        }

        @Override
        public Integer call() throws IOException {
            Configuration configuration = configuration();
            Map<String, OperatorConfig> all = read(DeskUsersFile.in(configuration.data()));
            all.putAll(configuration.http().users());
            all.values().forEach(user -> console.out()
                    .println(user.name() + "  " + user.role().word()));
            if (all.isEmpty()) {
                console.out().println("no users; \"sluice user add NAME --role admin\" adds the first");
            }
            return ExitCode.OK;
        }
    }

    /** {@code sluice user remove}. */
    @Command(
            name = "remove",
            description = "Removes a user, whose sessions end when the node has read it again.",
            footerHeading = "%nExamples:%n",
            footer = "  sluice user remove alice")
    static final class Remove extends UserAct {
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "As list shows it.")
        private List<String> names = List.of();

        Remove(Console console) {
            super(console);
        }

        @Override
        public Integer call() throws IOException {
            Path users = DeskUsersFile.in(configuration().data());
            Map<String, OperatorConfig> all = read(users);
            for (String name : names) {
                if (all.remove(name) == null) {
                    throw new CommandFailure("there is no user " + name + " in " + users);
                }
            }
            DeskUsersFile.write(users, all.values());
            console.out()
                    .println("removed " + String.join(", ", names) + "; a running node knows after \"sluice reload\"");
            return ExitCode.OK;
        }
    }
}

package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.RouteConfig;
import org.sluice.gateway.route.NodeVariables;
import org.sluice.recipe.function.Variables;
import org.sluice.text.Problem;
import picocli.CommandLine.Option;

/** {@code --conf} and {@code --route} of commands over files: variables stand for what they stand for on a route of the node. */
final class RouteOptions {
    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "The configuration of a node: with --route, variables have the values that they have there.")
    private @Nullable Path configuration;

    @Option(names = "--route", paramLabel = "AE", description = "The AE title of a route in --conf.")
    private @Nullable String route;

    /** Whether a route was named. */
    boolean given() {
        return configuration != null || route != null;
    }

    /** The variables of the route; empty when none was named. */
    Optional<Variables> variables() throws IOException {
        Path file = configuration;
        String ae = route;
        if (!given()) {
            return Optional.empty();
        }
        if (file == null || ae == null) {
            throw new UsageFailure("--conf FILE and --route AE go together");
        }
        try {
            return Optional.of(NodeVariables.of(file, ae));
        } catch (ConfigException e) {
            throw new CommandFailure(e.problems().stream().map(Problem::display).collect(Collectors.joining("\n")), e);
        }
    }

    /** The recipe's file of the route; empty when its destinations have recipes of their own. */
    Optional<Path> recipe() throws IOException {
        Path file = configuration;
        if (file == null || route == null) {
            throw new UsageFailure("--conf FILE and --route AE go together");
        }
        try {
            return ConfigLoader.load(file).routes().stream()
                    .filter(one -> one.ae().equals(route))
                    .findFirst()
                    .flatMap(RouteConfig::recipe);
        } catch (ConfigException e) {
            throw new CommandFailure(e.problems().stream().map(Problem::display).collect(Collectors.joining("\n")), e);
        }
    }
}

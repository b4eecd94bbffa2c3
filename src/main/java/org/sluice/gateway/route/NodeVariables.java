package org.sluice.gateway.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.config.RouteConfig;
import org.sluice.recipe.function.Variables;
import org.sluice.store.KnownKeys;
import org.sluice.text.Problem;

/** The variables of a node's route for whoever works on files: what they stand for there they stand for here. */
public final class NodeVariables {
    private NodeVariables() {}

    /**
     * Those of a route. Nothing is written: a key that the node has not made yet is a problem, and so is one that is not the key
     * which the node has used.
     *
     * @param configuration the node's configuration file; paths in it are relative to the working directory
     * @param ae the AE title of the route
     * @throws ConfigException when the configuration or a variable is wrong, with all that is wrong
     * @throws IOException when a file cannot be read, a key is missing, or there is no such route
     */
    public static Variables of(Path configuration, String ae) throws IOException, ConfigException {
        Configuration config = ConfigLoader.load(configuration);
        Optional<RouteConfig> route =
                config.routes().stream().filter(one -> one.ae().equals(ae)).findFirst();
        if (route.isEmpty()) {
            List<String> known = config.routes().stream().map(RouteConfig::ae).toList();
            throw new IOException(configuration + ": expected a route " + ae + ", found " + String.join(", ", known));
        }
        for (var variable : route.get().variables().values()) {
            Optional<Path> key = variable.keyFile();
            if (key.isPresent() && !Files.exists(key.get())) {
                throw new IOException(key.get() + ": expected the key of the node, found none");
            }
        }
        KnownKeys keys = KnownKeys.read(config.data(), RouteAssembly.keys(config), false);
        List<Problem> problems = new ArrayList<>();
        RouteVariables variables = new RouteVariables.Factory(keys, problems, config.places())
                .of(route.get().variables(), "routes", config.routes().indexOf(route.get()));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return variables;
    }
}

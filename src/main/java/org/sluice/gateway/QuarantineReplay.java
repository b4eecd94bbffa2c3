package org.sluice.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.dataset.HeaderMemory;
import org.sluice.gateway.desk.HeldReplay;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.store.KnownKeys;
import org.sluice.store.QuarantineInventory;

/** What another recipe would make of what waits in the quarantine of a configuration, whose node may run or not. */
public final class QuarantineReplay {
    private final HeldReplay replay;

    private QuarantineReplay(HeldReplay replay) {
        this.replay = replay;
    }

    /**
     * Reads the routes, and the recipe.
     *
     * @throws ConfigException when a route cannot be made, or the recipe is refused
     */
    public static QuarantineReplay of(Configuration configuration, Path recipe) throws ConfigException, IOException {
        KnownKeys keys = KnownKeys.read(configuration.data(), RouteAssembly.keys(configuration), false);
        HeaderMemory memory = new HeaderMemory(configuration.limits().headerMemory());
        RouteAssembly assembly = new RouteAssembly(configuration, memory, keys);
        return new QuarantineReplay(new HeldReplay(
                new QuarantineInventory(configuration.quarantine()), assembly.routes(), assembly.recipe(recipe)));
    }

    /** Tries each that is meant, as the desk is asked for a list; the newest first. */
    public void run(JsonNode asked, Consumer<HeldReplay.Replayed> each) throws IOException {
        replay.run(asked, each);
    }
}

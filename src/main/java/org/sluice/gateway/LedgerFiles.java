package org.sluice.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.config.Configuration;
import org.sluice.config.RouteConfig;
import org.sluice.ledger.StoredFiles;

/** Which files the ledger of a configuration is compared with. */
public final class LedgerFiles {
    private LedgerFiles() {}

    /** Of a configuration, whose node may run or not. Of several routes with one AE title the first says where instances go. */
    public static StoredFiles of(Configuration configuration) {
        Map<String, List<String>> destinations = new HashMap<>();
        for (RouteConfig route : configuration.routes()) {
            destinations.putIfAbsent(route.ae(), route.to());
        }
        return new StoredFiles(
                configuration.data(),
                configuration.quarantine(),
                calledAe -> destinations.getOrDefault(calledAe, List.of()));
    }
}

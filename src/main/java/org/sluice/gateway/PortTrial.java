package org.sluice.gateway;

import java.util.Arrays;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.config.HttpConfig;
import org.sluice.config.ListenConfig;
import org.sluice.net.BindFailure;

/** Tries the ports of a configuration without listening on them; what is wrong is told at the key that is to blame. */
final class PortTrial {
    private PortTrial() {}

    /**
     * Tries those that the configuration is sound about; after the stores, since one that is in use says who may have them.
     *
     * @param http whether the port for HTTP is one of them
     */
    static void of(ConfigReading reading, Configuration configuration, boolean http, StartTrial trial) {
        for (int i = 0; i < configuration.listen().size(); i++) {
            ListenConfig listen = configuration.listen().get(i);
            int number = i;
            if (reading.isSound("listen", i)) {
                BindFailure.whenTrying(listen.bind(), listen.port())
                        .ifPresent(failure -> note(failure, "listen", trial, "listen", number));
            }
        }
        HttpConfig web = configuration.http();
        if (http && reading.isSound("http")) {
            BindFailure.whenTrying(web.bind(), web.port()).ifPresent(failure -> note(failure, "http", trial, "http"));
        }
    }

    /** Notes why a port cannot be had. */
    static void note(BindFailure failure, String name, StartTrial trial, Object... section) {
        Object[] path = Arrays.copyOf(section, section.length + 1);
        path[section.length] = failure.key();
        boolean perhapsOurs = failure.kind() == BindFailure.Kind.IN_USE && trial.storeInUse();
        trial.note(
                name + ": " + failure.inWords()
                        + (perhapsOurs ? "; the Sluice that uses the data folder may have it" : ""),
                path);
    }
}

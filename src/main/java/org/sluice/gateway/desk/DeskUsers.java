package org.sluice.gateway.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.config.OperatorConfig;
import org.sluice.gateway.route.Passcodes;
import org.sluice.store.OwnerOnly;

/** The people who may sign in at the desk of a node; others when its configuration was read again. Any thread. */
public final class DeskUsers {
    private volatile State state;

    private record State(Map<String, OperatorConfig> users, Passcodes passcodes) {}

    /** Those, by their names. */
    public DeskUsers(Map<String, OperatorConfig> users) {
        this.state = stateOf(users);
    }

    private static State stateOf(Map<String, OperatorConfig> users) {
        Map<String, String> hashes = new HashMap<>();
        users.forEach((name, user) -> hashes.put(name, user.passcodeHash()));
        return new State(Map.copyOf(users), new Passcodes(hashes));
    }

    /** The file of those whom {@code sluice user add} adds. */
    public static Path fileIn(Path data) {
        return data.resolve("users.yaml");
    }

    /**
     * Those of a configuration and of the file in its data folder, which need not be there.
     *
     * @throws ConfigException when something is wrong with the file
     * @throws IOException when it cannot be read, or is not its owner's alone
     */
    public static Map<String, OperatorConfig> read(Configuration configuration) throws ConfigException, IOException {
        Map<String, OperatorConfig> all =
                new LinkedHashMap<>(configuration.http().users());
        Path file = fileIn(configuration.data());
        if (Files.exists(file)) {
            OwnerOnly.requireForKey(file);
            for (Map.Entry<String, OperatorConfig> one :
                    ConfigLoader.users(file).entrySet()) {
                if (all.putIfAbsent(one.getKey(), one.getValue()) != null) {
                    throw new IOException(
                            file + ": user " + one.getKey() + " is in http.users of the configuration, too");
                }
            }
        }
        return all;
    }

    /** From now on these, and no others. */
    public void replace(Map<String, OperatorConfig> users) {
        if (!state.users().equals(users)) {
            state = stateOf(users);
        }
    }

    /** Whether nobody can sign in. */
    public boolean isEmpty() {
        return state.users().isEmpty();
    }

    /** A user, as they are now. */
    public Optional<OperatorConfig> find(String name) {
        return Optional.ofNullable(state.users().get(name));
    }

    /** The user of a name, if the passcode is theirs; takes as long for a name that nobody has. */
    public Optional<OperatorConfig> check(String name, char[] passcode) {
        State now = state;
        return now.passcodes().match(name, passcode)
                ? Optional.ofNullable(now.users().get(name))
                : Optional.empty();
    }
}

package org.sluice.gateway.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.UserConfig;
import org.sluice.net.UserIdentity;
import org.sluice.text.OneLine;

/** The users who may identify themselves in associations: PS3.7 D.3.3.7. Any thread. */
public final class Users {
    private final Map<String, UserConfig> users;
    private final Passcodes passcodes;

    /** Users by name; without any, nobody needs to say who they are. */
    public Users(Map<String, UserConfig> users) {
        this.users = Map.copyOf(users);
        Map<String, String> hashes = new HashMap<>();
        users.forEach((name, user) -> user.passcodeHash().ifPresent(hash -> hashes.put(name, hash)));
        this.passcodes = new Passcodes(hashes);
    }

    /** What comes of an identity. */
    sealed interface CheckedUser {}

    /** Nobody has said who they are, or in a way that is not understood here: Kerberos, SAML, a web token. */
    record Nobody() implements CheckedUser {}

    /** It is this user. */
    record Known(String name) implements CheckedUser {}

    /** It is not who it says. */
    record Refused(String why) implements CheckedUser {}

    /**
     * Checks who the requestor says that it is. Without configured users, identities are not supported, and the
     * standard has them ignored.
     */
    CheckedUser check(Optional<UserIdentity> identity) {
        if (users.isEmpty() || identity.isEmpty()) {
            return new Nobody();
        }
        UserIdentity said = identity.get();
        return switch (said.type()) {
            case USERNAME -> byName(said);
            case USERNAME_AND_PASSCODE ->
                passcodes.match(said.username(), said.passcode())
                        ? new Known(said.username())
                        : refused(said, "is not known, or the passcode is wrong");
            case KERBEROS, SAML, JSON_WEB_TOKEN, UNKNOWN -> new Nobody();
        };
    }

    private CheckedUser byName(UserIdentity said) {
        UserConfig user = users.get(said.username());
        return user != null && user.passcodeHash().isEmpty()
                ? new Known(user.name())
                : refused(said, "is not known, or has to give a passcode");
    }

    private static Refused refused(UserIdentity said, String why) {
        return new Refused("user " + OneLine.of(said.username()) + " " + why);
    }
}

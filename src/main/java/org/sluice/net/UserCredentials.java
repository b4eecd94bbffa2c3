package org.sluice.net;

import java.util.Optional;
import org.sluice.net.tls.Secret;

/**
 * Who this side says that it is when it requests an association: PS3.7 D.3.3.7. The passcode is read each time, so
 * that it can change where it is kept; it is shown nowhere.
 *
 * @param name the username, in UTF-8
 * @param passcode where it is kept; present for a username with passcode (type 2), absent for a username alone (type 1)
 */
public record UserCredentials(String name, Optional<Secret> passcode) {
    @Override
    public String toString() {
        return "user " + name;
    }
}

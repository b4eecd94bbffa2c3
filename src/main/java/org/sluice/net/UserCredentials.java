package org.sluice.net;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who this side says that it is when it requests an association: PS3.7 D.3.3.7. The passcode is asked for each time, so
 * that it can change where it is kept; it is shown nowhere.
 *
 * @param name the username, in UTF-8
 * @param passcode present for a username with passcode (type 2), absent for a username alone (type 1)
 */
public record UserCredentials(String name, Optional<Supplier<String>> passcode) {
    @Override
    public String toString() {
        return "user " + name;
    }
}

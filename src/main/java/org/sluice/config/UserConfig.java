package org.sluice.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Users in associations, PS3.7 D.3.3.7.
 *
 * @param passcodeHash what {@code sluice passcode} made of the passcode; empty for a user who is believed by the name alone
 */
public record UserConfig(String name, Optional<String> passcodeHash) {

    /**
     * Who this side says that it is to a destination.
     *
     * @param passcodeFile its first line is the passcode; absent for a username alone
     */
    public record Calling(String name, Optional<Path> passcodeFile) {}
}

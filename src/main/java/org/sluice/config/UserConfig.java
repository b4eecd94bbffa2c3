package org.sluice.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Users in associations, PS3.7 D.3.3.7.
 *
 * @param passcodeHash what {@code sluice passcode} made of the passcode; empty for a user who is believed by the name alone
 */
public record UserConfig(String name, Optional<String> passcodeHash) {
    private static final String WITHOUT_PASSCODE = "username-only";
    private static final int LONGEST_NAME = 255;
    private static final Pattern HASH =
            Pattern.compile("pbkdf2-sha256\\$[1-9][0-9]{3,7}\\$[A-Za-z0-9+/]{22,88}={0,2}\\$[A-Za-z0-9+/]{43}=");

    /** Whether a text is what {@code sluice passcode} prints. */
    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** By name, in the order of the file. */
    static Map<String, UserConfig> readAll(Section section) {
        Map<String, UserConfig> users = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> {
            checkName(section, name);
            String value = section.text("users", node);
            boolean bare = value.equals(WITHOUT_PASSCODE);
            if (!bare && !value.isBlank() && !isHash(value)) {
                section.reportUnshown(
                        node,
                        "users: expected the line that \"sluice passcode\" prints, or " + WITHOUT_PASSCODE
                                + ", for user \"" + name + "\"");
            }
            users.put(name, new UserConfig(name, bare ? Optional.empty() : Optional.of(value)));
        });
        return users;
    }

    private static void checkName(Section section, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            section.reportUnshown(
                    section.key(name),
                    "users: expected a name of 1 to " + LONGEST_NAME + " characters without control characters");
        }
    }

    /**
     * Who this side says that it is to a destination.
     *
     * @param passcodeFile its first line is the passcode; absent for a username alone
     */
    public record Calling(String name, Optional<Path> passcodeFile) {
        static Calling read(Section section) {
            section.only("name", "passcode-file");
            return new Calling(section.text("name"), section.optionalFile("passcode-file"));
        }
    }
}

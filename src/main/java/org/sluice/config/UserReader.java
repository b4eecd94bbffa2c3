package org.sluice.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the users who may identify themselves, and as whom this side does. */
final class UserReader {

    private static final String WITHOUT_PASSCODE = "username-only";
    private static final int LONGEST_NAME = 255;
    private static final Pattern HASH =
            Pattern.compile("pbkdf2-sha256\\$[1-9][0-9]{3,7}\\$[A-Za-z0-9+/]{22,88}={0,2}\\$[A-Za-z0-9+/]{43}=");

    private final ConfigProblems problems;

    UserReader(ConfigProblems problems) {
        this.problems = problems;
    }

    /** By name, in the order of the file. */
    Map<String, UserConfig> users(Section section) {
        Map<String, UserConfig> users = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> {
            checkName(section, name);
            String value = section.text("users", node);
            boolean bare = value.equals(WITHOUT_PASSCODE);
            if (!bare && !value.isBlank() && !HASH.matcher(value).matches()) {
                problems.addUnshown(
                        node,
                        "users: expected the line that \"sluice passcode\" prints, or " + WITHOUT_PASSCODE
                                + ", for user \"" + name + "\"");
            }
            users.put(name, new UserConfig(name, bare ? Optional.empty() : Optional.of(value)));
        });
        return users;
    }

    private void checkName(Section section, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            problems.addUnshown(
                    section.key(name),
                    "users: expected a name of 1 to " + LONGEST_NAME + " characters without control characters");
        }
    }

    /** As whom a destination is called. */
    UserConfig.Calling calling(Section section) {
        section.only("name", "passcode-file");
        return new UserConfig.Calling(
                section.text("name"),
                section.has("passcode-file") ? Optional.of(section.existingFile("passcode-file")) : Optional.empty());
    }
}

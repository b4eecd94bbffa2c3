package org.sluice.recipe.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the tables of this package: cells divided by tabs, comments behind a hash. */
final class TableText {
    /** The edition of the standard that all tables are of; their names end in it. */
    static final String EDITION = "2026d";

    private TableText() {}

    static List<String[]> rows(String table) {
        try (InputStream bytes = Objects.requireNonNull(TableText.class.getResourceAsStream(table), table)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code retain-uids:K clean-descriptors:C}: the options that do something else, and what. */
    static Map<ProfileOption, ProfileChange> options(String cell) {
        Map<ProfileOption, ProfileChange> options = new EnumMap<>(ProfileOption.class);
        for (String one : cell.isEmpty() ? List.<String>of() : List.of(cell.split(" "))) {
            String[] parts = one.split(":", -1);
            options.put(ProfileOption.of(parts[0]).orElseThrow(), ProfileChange.of(parts[1]));
        }
        return options;
    }
}

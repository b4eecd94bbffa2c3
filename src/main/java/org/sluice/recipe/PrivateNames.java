package org.sluice.recipe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What deid calls private elements that are publicly known: compat compares these names (Q34). Read when first asked. */
final class PrivateNames {
    private static final String RESOURCE = "private-names.txt";
    private static final int TAG_DIGITS = 8;

    /** A tag of the table: which of its digits count. */
    private record Key(int mask, int tag) {}

    private static final int EXACT = -1;
    private static final int IN_ANY_BLOCK = 0xFFFF_00FF;
    private static final int IN_ANY_GROUP = 0xFF00_00FF;

    private static final class Table {
        static final Map<String, Map<Key, String>> BY_CREATOR = read();
    }

    private PrivateNames() {}

    /**
     * The name of an element in a block that a private creator has reserved, PS3.5 7.8.1; often {@code Unknown}.
     *
     * @param creator the value of the private creator element, letter by letter, without padding
     * @param tag the element's tag, in whatever block
     */
    static Optional<String> of(String creator, int tag) {
        Map<Key, String> known = Table.BY_CREATOR.getOrDefault(creator, Map.of());
        for (int mask : new int[] {EXACT, IN_ANY_BLOCK, IN_ANY_GROUP}) {
            String name = known.get(new Key(mask, tag & mask));
            if (name != null) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Map<Key, String>> read() {
        InputStream bytes = Objects.requireNonNull(PrivateNames.class.getResourceAsStream(RESOURCE), RESOURCE);
        try (BufferedReader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            Map<String, Map<Key, String>> all = new HashMap<>();
            Map<Key, String> current = new HashMap<>();
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (line.startsWith("= ")) {
                    current = all.computeIfAbsent(line.substring(2), creator -> new HashMap<>());
                } else if (!line.startsWith("#")) {
                    current.put(key(line.substring(0, TAG_DIGITS)), line.substring(TAG_DIGITS + 1));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own resource " + RESOURCE + " cannot be read", e);
        }
    }

    private static Key key(String digits) {
        int mask = Integer.parseUnsignedInt(digits.replaceAll("[^x]", "F").replace('x', '0'), 16);
        return new Key(mask, Integer.parseUnsignedInt(digits.replace('x', '0'), 16));
    }
}

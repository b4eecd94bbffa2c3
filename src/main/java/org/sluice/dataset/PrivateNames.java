package org.sluice.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What private elements are called that are publicly known: compat compares these names (Q34). Read when first asked. */
public final class PrivateNames {
    /** A tag of the table: which of its digits count. */
    private record Key(int mask, int tag) {}

    private static final int EXACT = -1;
    private static final int IN_ANY_BLOCK = 0xFFFF_00FF;
    private static final int IN_ANY_GROUP = 0xFF00_00FF;

    /** Of the creators that were asked for so far and are known. */
    private static final Map<String, Map<Key, String>> BY_CREATOR = new ConcurrentHashMap<>();

    private PrivateNames() {}

    /**
     * The name of an element in a block that a private creator has reserved, PS3.5 7.8.1; often {@code Unknown}.
     *
     * @param creator the value of the private creator element, letter by letter, without padding
     * @param tag the element's tag, in whatever block
     */
    public static Optional<String> of(String creator, int tag) {
        if (!PrivateDictionaryText.knows(creator)) {
            return Optional.empty();
        }
        Map<Key, String> known = BY_CREATOR.computeIfAbsent(creator, PrivateNames::read);
        for (int mask : new int[] {EXACT, IN_ANY_BLOCK, IN_ANY_GROUP}) {
            String name = known.get(new Key(mask, tag & mask));
            if (name != null) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static Map<Key, String> read(String creator) {
        Map<Key, String> names = new HashMap<>();
        for (PrivateDictionaryText.Line line : PrivateDictionaryText.known(creator)) {
            if (!line.name().isEmpty()) {
                names.put(key(line.tag()), line.name());
            }
        }
        return names;
    }

    private static Key key(String digits) {
        return new Key(DictionaryText.mask(digits), Integer.parseUnsignedInt(digits.replace('x', '0'), 16));
    }
}

package org.sluice.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A part of a YAML or JSON text, which is YAML too.
 *
 * @param place where it stands, for messages
 */
record Tree(String place, Object value) {
    static Tree of(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tree parse(String label, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(label).build();
        return new Tree(label, new Load(settings).loadFromString(text));
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> map && map.get(key) != null;
    }

    Tree at(String key) {
        if (value instanceof Map<?, ?> map && map.get(key) != null) {
            return new Tree(place + "." + key, map.get(key));
        }
        throw new AssertionError(place + ": no " + key + " in " + value);
    }

    /** The items of a list; none where the key is absent. */
    List<Tree> all(String key) {
        return has(key) ? at(key).items() : List.of();
    }

    List<Tree> items() {
        if (value instanceof List<?> list) {
            return IntStream.range(0, list.size())
                    .mapToObj(i -> new Tree(place + "[" + i + "]", list.get(i)))
                    .toList();
        }
        throw new AssertionError(place + ": no list but " + value);
    }

    String text(String key) {
        return at(key).value().toString();
    }

    int number(String key) {
        if (at(key).value() instanceof Integer number) {
            return number;
        }
        throw new AssertionError(place + ": no number " + key + " in " + value);
    }
}

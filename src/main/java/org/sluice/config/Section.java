package org.sluice.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.text.FileFault;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the file, read key by key. Whatever is not as expected becomes a finding; the value that is returned
 * then only lets reading go on, since a configuration with a finding is never used.
 */
final class Section {

    /** The address that only this host reaches: what a port is bound to unless something else is said. */
    static final String LOOPBACK = "127.0.0.1";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|min|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,10}) ?(|B|KiB|MiB|GiB)");
    private static final Pattern AE_TITLE = Pattern.compile("[ -\\[\\]-~]{1,16}"); // PS3.5 6.2, AE: G0, no backslash
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Path NO_PATH = Path.of("");

    private final ConfigProblems problems;
    private final Node node;
    private final String name;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    /**
     * Reads the keys of a mapping.
     *
     * @param name how messages call it, such as "a route"
     */
    Section(ConfigProblems problems, Node node, String name) {
        this.problems = problems;
        this.node = node;
        this.name = name;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::put);
        } else {
            problems.add(node, name + ": expected keys with values, found " + describe(node));
        }
    }

    private void put(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        if (!(key instanceof ScalarNode scalar) || key.getTag().equals(Tag.NULL)) {
            problems.add(key, name + ": expected a key, found " + describe(key));
            return;
        }
        Node first = keys.putIfAbsent(scalar.getValue(), key);
        if (first != null) {
            problems.add(
                    key,
                    name + ": key \"" + scalar.getValue() + "\" is there twice, first in line "
                            + problems.at(first).line());
            return;
        }
        values.put(scalar.getValue(), tuple.getValueNode());
    }

    /** Every key that is not one of these is a finding. */
    Section only(String... known) {
        List<String> all = List.of(known);
        keys.forEach((key, at) -> {
            if (!all.contains(key)) {
                String message = name + ": unknown key \"" + key + "\", expected " + listed(all);
                problems.add(at, message, Suggestions.near(key, all));
            }
        });
        return this;
    }

    /** All that was found to be wrong so far. */
    ConfigProblems problems() {
        return problems;
    }

    /** Where its values stand, and theirs. */
    Places places() {
        return new Places(problems, node);
    }

    Span at() {
        return problems.at(node);
    }

    /** The place of a value, or of the section when the key is not there. */
    Span at(String key) {
        return problems.at(values.getOrDefault(key, node));
    }

    /** False when something else stands where keys with values should; that is reported already. */
    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The keys and their values in the order of the file. */
    Map<String, Node> entries() {
        return values;
    }

    Node key(String key) {
        return keys.getOrDefault(key, node);
    }

    Optional<Node> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<Node> require(String key) {
        if (!values.containsKey(key) && node instanceof MappingNode) {
            problems.add(node, name + ": missing key \"" + key + "\"");
        }
        return find(key);
    }

    Optional<Section> section(String key) {
        return find(key).map(value -> section(value, key));
    }

    /** Another mapping of the same file, under the name that messages call it. */
    Section section(Node mapping, String name) {
        return new Section(problems, mapping, name);
    }

    void report(Span at, String message) {
        problems.add(at, message);
    }

    void report(Node at, String message) {
        problems.add(at, message);
    }

    void report(Node at, String message, List<String> suggestions) {
        problems.add(at, message, suggestions);
    }

    /** Without the line of the file, which may hold a secret. */
    void reportUnshown(Node at, String message) {
        problems.addUnshown(at, message);
    }

    /** The items of a list that must be there and must not be empty. */
    List<Node> list(String key) {
        return require(key).map(value -> items(key, value)).orElse(List.of());
    }

    List<Node> items(String key, Node value) {
        if (!(value instanceof SequenceNode sequence)) {
            problems.add(value, key + ": expected a list, found " + describe(value));
            return List.of();
        }
        if (sequence.getValue().isEmpty()) {
            problems.add(value, key + ": expected at least one item, found an empty list");
        }
        return sequence.getValue();
    }

    /** A text that must be there. */
    String text(String key) {
        return require(key).map(value -> text(key, value)).orElse("");
    }

    String text(String key, String byDefault) {
        return find(key).map(value -> text(key, value)).orElse(byDefault);
    }

    /** One of some words. */
    String word(String key, List<String> words, String byDefault) {
        String word = text(key, byDefault);
        if (!words.contains(word) && !word.isBlank()) {
            problems.add(
                    values.getOrDefault(key, node),
                    key + ": expected " + listed(words) + ", found \"" + word + "\"",
                    Suggestions.near(word, words));
        }
        return word;
    }

    /** One of the constants of an enum, by its {@link #word}; the first is the default. */
    <E extends Enum<E>> E choice(String key, E[] values) {
        List<String> words = words(values);
        return values[Math.max(0, words.indexOf(word(key, words, words.get(0))))];
    }

    /** The words of all constants of an enum, in their order. */
    static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(Section::word).toList();
    }

    /** How a constant is written in the file: {@code CUT_THROUGH} is {@code cut-through}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The path of a file that must be there, if the key is. */
    Optional<Path> optionalFile(String key) {
        return has(key) ? Optional.of(existingFile(key)) : Optional.empty();
    }

    /** The text of a value, whatever type YAML would give it. */
    String text(String key, Node value) {
        boolean isText = value instanceof ScalarNode && !value.getTag().equals(Tag.NULL);
        String text = isText ? ((ScalarNode) value).getValue() : "";
        if (!isText || text.isBlank()) {
            problems.add(value, key + ": expected a text, found " + describe(value));
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            problems.add(value, key + ": expected a text without control characters");
            return "";
        }
        return text;
    }

    /** A host name or address. */
    String host(String key, Optional<String> byDefault) {
        String text = byDefault.isPresent() ? text(key, byDefault.get()) : text(key);
        if (text.chars().anyMatch(c -> c == ' ' || c == '/')) {
            problems.add(at(key), key + ": expected a host name or an address, found \"" + text + "\"");
        }
        return text;
    }

    String aeTitle(String key) {
        return require(key).map(value -> aeTitle(key, value)).orElse("");
    }

    String aeTitle(String key, Node value) {
        String text = text(key, value);
        if (!text.isBlank() && (!AE_TITLE.matcher(text).matches() || !text.equals(text.strip()))) {
            problems.add(
                    value,
                    key + ": expected an AE title (1 to 16 characters, no backslash, no control character, no space at"
                            + " either end), found \"" + text + "\"");
        }
        return text;
    }

    Path path(String key) {
        return require(key).map(value -> path(key, value)).orElse(NO_PATH);
    }

    Path path(String key, Path byDefault) {
        return find(key).map(value -> path(key, value)).orElse(byDefault);
    }

    private Path path(String key, Node value) {
        String text = text(key, value);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problems.add(value, key + ": expected a path, found \"" + text + "\"");
            return NO_PATH;
        }
    }

    /** The path of a file that must be there. */
    Path existingFile(String key) {
        Path path = path(key);
        if (has(key) && !path.toString().isBlank()) {
            FileFault.whenReading(path).ifPresent(fault -> problems.add(at(key), key + ": " + fault));
        }
        return path;
    }

    int port(int lowest) {
        return require("port")
                .map(value -> number("port", value, lowest, 65_535))
                .orElse(lowest);
    }

    int number(String key, int byDefault, int lowest, int highest) {
        return find(key).map(value -> number(key, value, lowest, highest)).orElse(byDefault);
    }

    private int number(String key, Node value, int lowest, int highest) {
        if (value instanceof ScalarNode scalar && scalar.getValue().matches("-?[0-9]{1,9}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= lowest && number <= highest) {
                return number;
            }
        }
        problems.add(
                value, key + ": expected a number from " + lowest + " to " + highest + ", found " + describe(value));
        return lowest;
    }

    /** A number of bytes. */
    int size(String key, int byDefault, int lowest, int highest) {
        return (int) largeSize(key, byDefault, lowest, highest);
    }

    /** A number of bytes that may be more than 2 GiB. */
    long largeSize(String key, long byDefault, long lowest, long highest) {
        return find(key).map(value -> size(key, value, lowest, highest)).orElse(byDefault);
    }

    private long size(String key, Node value, long lowest, long highest) {
        Matcher matcher = SIZE.matcher(value instanceof ScalarNode scalar ? scalar.getValue() : "");
        if (matcher.matches()) {
            long bytes = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
            if (bytes >= lowest && bytes <= highest) {
                return bytes;
            }
        }
        problems.add(
                value,
                key + ": expected a size from " + (lowest >> 10) + " KiB to " + (highest >> 10)
                        + " KiB, such as 16 MiB," + " found " + describe(value));
        return lowest;
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
    }

    /** A length of time. */
    Duration duration(String key, Duration byDefault) {
        return duration(key, byDefault, LONGEST);
    }

    Duration duration(String key, Duration byDefault, Duration longest) {
        return find(key).map(value -> duration(key, value, longest)).orElse(byDefault);
    }

    private Duration duration(String key, Node value, Duration longest) {
        Matcher matcher = DURATION.matcher(value instanceof ScalarNode scalar ? scalar.getValue() : "");
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "min" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(longest) <= 0) {
                return duration;
            }
        }
        problems.add(
                value,
                key + ": expected a time from 1 ms to " + longest.toHours() + " h with its unit (ms, s, min, h"
                        + (longest.equals(LONGEST) ? "" : ", d") + "), found " + describe(value));
        return SHORTEST;
    }

    /** What a node is, for messages. */
    static String describe(Node node) {
        if (node instanceof MappingNode) {
            return "keys with values";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        boolean nothing = node.getTag().equals(Tag.NULL);
        return nothing ? "nothing" : "\"" + ((ScalarNode) node).getValue() + "\"";
    }

    static String listed(List<String> words) {
        return words.size() == 1
                ? words.get(0)
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1);
    }
}

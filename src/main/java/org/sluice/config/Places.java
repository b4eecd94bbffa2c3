package org.sluice.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.text.Problem;
import org.sluice.text.Span;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Where the values of a configuration stand in its file, so that what turns out to be wrong with one after it was read is
 * shown with its line, too. A path to a value is made of keys and, in lists, of numbers from 0: {@code "listen", 0, "port"}.
 */
public final class Places {
    private final ConfigProblems problems;
    private final Node root;

    Places(ConfigProblems problems, Node root) {
        this.problems = problems;
        this.root = root;
    }

    /** The path to what is within a place. */
    public static Object[] within(Object[] path, Object... steps) {
        return Stream.concat(Stream.of(path), Stream.of(steps)).toArray();
    }

    /** Something wrong with a value; where the file has no such key, and a default stands in, with what encloses it. */
    public Problem error(String message, Object... path) {
        return nearest(path)
                .map(node -> problems.error(problems.at(node), message))
                .orElseGet(() -> Problem.error(new Span(file(), 1, 1), message, ""));
    }

    /** Something wrong with a key of a mapping, and not with its value. */
    public Problem errorAtKey(String message, String key, Object... path) {
        return find(root, List.of(path))
                .flatMap(mapping -> entry(mapping, key))
                .map(entry -> problems.error(problems.at(entry.getKeyNode()), message))
                .orElseGet(() -> error(message, path));
    }

    /** Something wrong at a place of which only the span was kept. */
    public Problem errorAt(Span at, String message) {
        return problems.error(at, message);
    }

    /** The place of a value, or of what encloses it where the file has no such key. */
    Span at(Object... path) {
        return problems.at(nearest(path).orElse(root));
    }

    /** The name of the file, as problems have it. */
    public String file() {
        return problems.at(root).file();
    }

    /** Whether the file has this value. */
    public boolean has(Object... path) {
        return find(root, List.of(path)).isPresent();
    }

    /** False when something is wrong with a value, or with a part of it, as far as is known by now. */
    boolean isSound(Object... path) {
        return find(root, List.of(path)).stream()
                .noneMatch(node -> problems.inFileOrder().stream().anyMatch(problem -> isIn(node, problem.at())));
    }

    private boolean isIn(Node node, Span at) {
        Span start = problems.at(node);
        boolean begun = start.compareTo(at) <= 0;
        boolean over = node.getEndMark()
                .map(end -> {
                    int line = end.getLine() + 1;
                    int column = line == start.line() ? Math.max(end.getColumn(), start.column()) : end.getColumn();
                    return at.line() > line || (at.line() == line && at.column() > column);
                })
                .orElse(true);
        return begun && !over;
    }

    /** The value, or what encloses it; empty when that is the whole file. */
    private Optional<Node> nearest(Object... path) {
        List<Object> whole = List.of(path);
        for (int length = whole.size(); length > 0; length--) {
            Optional<Node> found = find(root, whole.subList(0, length));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Node> find(Node from, List<Object> path) {
        Optional<Node> node = Optional.of(from);
        for (Object step : path) {
            node = node.flatMap(one -> step instanceof Integer number
                    ? item(one, number)
                    : entry(one, step.toString()).map(NodeTuple::getValueNode));
        }
        return node;
    }

    private static Optional<Node> item(Node list, int number) {
        return list instanceof SequenceNode sequence
                        && number < sequence.getValue().size()
                ? Optional.of(sequence.getValue().get(number))
                : Optional.empty();
    }

    private static Optional<NodeTuple> entry(Node mapping, String key) {
        Stream<NodeTuple> entries = mapping instanceof MappingNode keys ? keys.getValue().stream() : Stream.empty();
        return entries.filter(entry -> entry.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .findFirst();
    }
}

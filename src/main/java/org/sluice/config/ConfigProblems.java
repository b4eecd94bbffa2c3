package org.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with a configuration, and knows where its nodes stand. */
final class ConfigProblems {

    private final String file;
    private final List<String> lines;
    private final Set<Problem> problems = new LinkedHashSet<>(); // an aliased node is read more than once

    ConfigProblems(SourceText source) {
        this.file = source.name();
        this.lines = source.lines();
    }

    /** The node's place; as much of it as stands on its first line. */
    Span at(Node node) {
        return at(node.getStartMark(), node.getEndMark());
    }

    Span at(Optional<Mark> start, Optional<Mark> end) {
        int line = start.map(Mark::getLine).orElse(0);
        int column = utf16(line, start.map(Mark::getColumn).orElse(0));
        boolean sameLine = end.map(Mark::getLine).orElse(-1) == line;
        int length = sameLine ? utf16(line, end.map(Mark::getColumn).orElse(0)) - column : 1;
        return new Span(file, line + 1, column + 1, Math.max(1, length));
    }

    void add(Node node, String message) {
        add(at(node), message);
    }

    void add(Span at, String message) {
        problems.add(error(at, message));
    }

    /** A problem with the line of the file, which is not added to the others. */
    Problem error(Span at, String message) {
        return Problem.error(at, message, line(at));
    }

    /** Without the line of the file, which may hold a secret. */
    void addUnshown(Node node, String message) {
        problems.add(Problem.error(at(node), message, ""));
    }

    void add(Node node, String message, List<String> suggestions) {
        Span at = at(node);
        problems.add(Problem.error(at, message, line(at)).suggesting(suggestions));
    }

    /** In the order of the file. */
    List<Problem> inFileOrder() {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort((one, other) -> one.at().compareTo(other.at()));
        return sorted;
    }

    private String line(Span at) {
        return at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
    }

    /** YAML's marks count code points, spans UTF-16 units. */
    private int utf16(int line, int codePoints) {
        if (line >= lines.size()) {
            return codePoints;
        }
        String text = lines.get(line);
        int known = Math.min(codePoints, text.codePointCount(0, text.length()));
        return text.offsetByCodePoints(0, known);
    }
}

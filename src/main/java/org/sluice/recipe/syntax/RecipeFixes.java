package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.sluice.text.Fix;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** Applies the changes that problems of a strict recipe suggest. */
public final class RecipeFixes {
    /** A fix may uncover the next problem of its line; more rounds than this find nothing new. */
    private static final int MOST_ROUNDS = 10;

    private RecipeFixes() {}

    /**
     * A text after its fixes.
     *
     * @param text the changed text, under its old name
     * @param applied the problems that were fixed, in the order they were
     */
    public record Fixed(SourceText text, List<Problem> applied) {
        /** Keeps its own copy of {@code applied}. */
        public Fixed {
            applied = List.copyOf(applied);
        }
    }

    /**
     * Fixes all that can be fixed without asking; what remains is left to the reader of the problems.
     *
     * @param functions the names that {@code func:} may call
     */
    public static Fixed apply(SourceText source, Set<String> functions) {
        SourceText text = source;
        List<Problem> applied = new ArrayList<>();
        RecipeParser parser = new RecipeParser(Reading.STRICT, functions);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Problem> fixable = apart(parser.read(List.of(text)).problems());
            if (fixable.isEmpty()) {
                break;
            }
            applied.addAll(fixable);
            text = new SourceText(source.name(), changed(text, fixable));
        }
        return new Fixed(text, applied);
    }

    /** The problems with a fix, without those whose place another one is about to change. */
    private static List<Problem> apart(List<Problem> problems) {
        List<Problem> apart = new ArrayList<>();
        Span last = null;
        List<Problem> ordered = problems.stream()
                .filter(problem -> problem.fix() != null)
                .sorted(Comparator.comparing(problem -> at(problem)))
                .toList();
        for (Problem problem : ordered) {
            Span at = at(problem);
            if (last == null || last.line() != at.line() || last.column() + last.length() < at.column()) {
                apart.add(problem);
                last = at;
            }
        }
        return apart;
    }

    private static String changed(SourceText source, List<Problem> fixable) {
        List<String> lines = new ArrayList<>(source.lines());
        if (lines.isEmpty()) {
            lines.add("");
        }
        for (int i = fixable.size() - 1; i >= 0; i--) {
            Fix fix = Objects.requireNonNull(fixable.get(i).fix());
            String line = lines.get(fix.at().line() - 1);
            int start = fix.at().column() - 1;
            String changed = line.substring(0, start)
                    + fix.replacement()
                    + line.substring(start + fix.at().length());
            lines.set(fix.at().line() - 1, changed);
        }
        return String.join("\n", lines) + "\n";
    }

    private static Span at(Problem problem) {
        return Objects.requireNonNull(problem.fix()).at();
    }
}

package org.sluice.recipe.syntax;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.text.Problem;

/** What {@code %include} lines do among the texts of a recipe; {@link RecipeSources} has read the files that they name. */
final class Includes {
    private Includes() {}

    /** The name under which the file of an {@code %include} line is read: beside the text that the line stands in. */
    static Optional<String> named(String text, String written) {
        try {
            return Optional.of(Path.of(text).resolveSibling(written).normalize().toString());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static List<Content.SectionHeading> headings(RecipeDocument document) {
        return document.lines().stream()
                .map(RecipeDocument.Line::content)
                .filter(Content.SectionHeading.class::isInstance)
                .map(Content.SectionHeading.class::cast)
                .filter(heading -> heading.kind() == SectionKind.INCLUDE)
                .toList();
    }

    /** Says which files one of the texts includes that were not read before it: its lines would do less than they say. */
    static List<Problem> check(List<RecipeDocument> documents, int index) {
        RecipeDocument document = documents.get(index);
        Problems problems = new Problems(document.source().lines());
        Set<String> before = new HashSet<>();
        documents.subList(0, index).forEach(other -> before.add(name(other)));
        for (Content.SectionHeading heading : headings(document)) {
            boolean read = named(document.source().name(), heading.name())
                    .filter(before::contains)
                    .isPresent();
            if (!read && !heading.name().isEmpty()) {
                problems.error(
                        heading.at(), "expected a recipe that is read from a file, so that others stand beside it");
            }
        }
        return problems.inOrder();
    }

    /**
     * The texts whose lists count: the first one, and whatever includes others or is included. Of texts that only follow one
     * another the first counts, as for deid.
     */
    static Set<Integer> withLists(List<RecipeDocument> documents) {
        Set<String> related = new HashSet<>();
        for (RecipeDocument document : documents) {
            for (Content.SectionHeading heading : headings(document)) {
                related.add(name(document));
                named(document.source().name(), heading.name()).ifPresent(related::add);
            }
        }
        Set<Integer> counting = new HashSet<>(Set.of(0));
        for (int i = 1; i < documents.size(); i++) {
            if (related.contains(name(documents.get(i)))) {
                counting.add(i);
            }
        }
        return counting;
    }

    private static String name(RecipeDocument document) {
        try {
            return Path.of(document.source().name()).normalize().toString();
        } catch (InvalidPathException e) {
            return document.source().name();
        }
    }
}

package org.sluice.recipe.syntax;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/**
 * The options of a recipe: those that its {@code %header} sections ask for, of which {@code %options} lines switch some on. Of
 * several texts each may switch on what another one offers.
 */
final class Options {
    private Options() {}

    /** All that the texts offer, in the order in which they are first asked for. */
    static List<Recipe.Option> of(List<RecipeDocument> documents) {
        Map<String, Span> offered = offered(documents);
        Map<String, Span> chosen = new LinkedHashMap<>();
        headings(documents.stream(), SectionKind.OPTIONS).forEach(heading -> OptionCondition.names(heading.name())
                .forEach(name -> chosen.putIfAbsent(name, heading.at())));
        return offered.entrySet().stream()
                .map(option -> new Recipe.Option(
                        chosen.getOrDefault(option.getKey(), option.getValue()),
                        option.getKey(),
                        chosen.containsKey(option.getKey())))
                .toList();
    }

    /** The names of those that are on. */
    static Set<String> on(List<Recipe.Option> options) {
        Set<String> on = new LinkedHashSet<>();
        options.stream().filter(Recipe.Option::on).forEach(option -> on.add(option.name()));
        return on;
    }

    private static Map<String, Span> offered(List<RecipeDocument> documents) {
        Map<String, Span> offered = new LinkedHashMap<>();
        headings(documents.stream(), SectionKind.HEADER).forEach(heading -> OptionCondition.of(heading.name())
                .ifPresent(condition -> condition.options().forEach(name -> offered.putIfAbsent(name, heading.at()))));
        return offered;
    }

    private static Stream<Content.SectionHeading> headings(Stream<RecipeDocument> documents, SectionKind kind) {
        return documents
                .flatMap(document -> document.lines().stream())
                .map(RecipeDocument.Line::content)
                .filter(Content.SectionHeading.class::isInstance)
                .map(Content.SectionHeading.class::cast)
                .filter(heading -> heading.kind() == kind);
    }

    /** Says which names that one of the texts switches on no text offers. */
    static List<Problem> check(List<RecipeDocument> documents, int index) {
        RecipeDocument document = documents.get(index);
        Problems problems = new Problems(document.source().lines());
        Set<String> offered = offered(documents).keySet();
        headings(Stream.of(document), SectionKind.OPTIONS).forEach(heading -> {
            for (String name : OptionCondition.names(heading.name())) {
                if (!offered.contains(name)) {
                    int start = problems.line(heading.at()).indexOf(name)
                            + 1
                            - heading.at().column();
                    String known = offered.isEmpty() ? "none" : String.join(", ", offered);
                    problems.unknownName(
                            heading.at().within(start, name.length()),
                            "expected an option of this recipe (there are: " + known + ")",
                            name,
                            offered);
                }
            }
        });
        return problems.inOrder();
    }
}

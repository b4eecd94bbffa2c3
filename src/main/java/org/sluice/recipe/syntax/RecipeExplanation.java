package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Span;

/**
 * What a strict recipe does, in plain sentences, in the order it does it.
 *
 * @param sentences one for each thing it does
 */
public record RecipeExplanation(List<Sentence> sentences) {
    /** Keeps its own copy of {@code sentences}. */
    public RecipeExplanation {
        sentences = List.copyOf(sentences);
    }

    /**
     * A sentence.
     *
     * @param at the place of the recipe it is about
     * @param depth 0 for a headline, 1 for what belongs to it, 2 for what belongs to that
     * @param text the sentence
     */
    public record Sentence(Span at, int depth, String text) {}

    /** Explains a recipe. */
    public static RecipeExplanation of(Recipe recipe) {
        List<Sentence> sentences = new ArrayList<>();
        Span start = new Span(recipe.sources().get(0).name(), 1, 1, 0);
        explainFilters(recipe, start, sentences);
        explainLists(recipe, sentences);
        explainOptions(recipe, sentences);
        explainHeader(recipe, start, sentences);
        return new RecipeExplanation(sentences);
    }

    /** The sentences as lines, each indented by two blanks for each step of depth. */
    public String text() {
        return sentences.stream()
                .map(sentence -> "  ".repeat(sentence.depth()) + sentence.text() + "\n")
                .collect(Collectors.joining());
    }

    private static void explainFilters(Recipe recipe, Span start, List<Sentence> out) {
        if (recipe.filters().isEmpty()) {
            out.add(new Sentence(start, 0, "No instance is flagged: the recipe has no filter."));
            return;
        }
        out.add(
                new Sentence(
                        start,
                        0,
                        "An instance is flagged when a label below matches. The first that matches decides; all are recorded."));
        for (Recipe.FilterSection section : recipe.filters()) {
            out.add(new Sentence(section.at(), 0, "Section " + section.name() + ":"));
            for (Recipe.Label label : section.labels()) {
                explainLabel(label, out);
            }
        }
    }

    private static void explainLabel(Recipe.Label label, List<Sentence> out) {
        String name = label.name().isEmpty() ? "The label without a name" : "\"" + label.name() + "\"";
        if (label.lines().isEmpty()) {
            out.add(new Sentence(label.at(), 1, name + " always matches."));
        } else {
            out.add(new Sentence(label.at(), 1, name + " matches when " + FilterWords.condition(label) + "."));
        }
        for (Coordinates coordinates : label.coordinates()) {
            out.add(new Sentence(coordinates.at(), 2, FilterWords.region(coordinates)));
        }
    }

    private static void explainLists(Recipe recipe, List<Sentence> out) {
        for (Recipe.FieldList list : recipe.fieldLists()) {
            String fields = list.entries().stream()
                    .map(entry -> ActionWords.elements(entry.field()))
                    .collect(Collectors.joining(", "));
            out.add(new Sentence(list.at(), 0, "The list " + list.name() + " holds these elements: " + fields + "."));
        }
        for (Recipe.ValueList list : recipe.valueLists()) {
            String values = list.entries().stream().map(ActionWords::values).collect(Collectors.joining(", "));
            out.add(new Sentence(list.at(), 0, "The list " + list.name() + " holds these values: " + values + "."));
        }
    }

    private static void explainOptions(Recipe recipe, List<Sentence> out) {
        if (recipe.options().isEmpty()) {
            return;
        }
        Span at = recipe.options().get(0).at();
        List<String> off = recipe.options().stream()
                .filter(option -> !option.on())
                .map(Recipe.Option::name)
                .toList();
        recipe.options().stream()
                .filter(Recipe.Option::on)
                .forEach(option -> out.add(new Sentence(option.at(), 0, "The option " + option.name() + " is on.")));
        if (!off.isEmpty()) {
            out.add(new Sentence(at, 0, "These options are off: " + String.join(", ", off) + "."));
        }
    }

    private static void explainHeader(Recipe recipe, Span start, List<Sentence> out) {
        if (recipe.header().isEmpty()) {
            out.add(new Sentence(start, 0, "The header is not changed."));
            return;
        }
        List<Action> kept =
                recipe.header().stream().filter(Action.Keep.class::isInstance).toList();
        if (!kept.isEmpty()) {
            out.add(new Sentence(kept.get(0).at(), 0, "Kept from every change but ADD, wherever the lines stand:"));
            kept.forEach(action -> out.add(new Sentence(action.at(), 1, ActionWords.sentence(action))));
        }
        List<Action> changes = recipe.header().stream()
                .filter(action -> !(action instanceof Action.Keep))
                .toList();
        if (!changes.isEmpty()) {
            out.add(new Sentence(changes.get(0).at(), 0, "Then the header is changed, in this order:"));
            changes.forEach(action -> out.add(new Sentence(action.at(), 1, ActionWords.sentence(action))));
            explainShield(changes, out);
        }
    }

    private static void explainShield(List<Action> changes, List<Sentence> out) {
        boolean removes = changes.stream().anyMatch(Action.Remove.class::isInstance);
        boolean shields = changes.stream().anyMatch(RecipeExplanation::shields);
        if (removes && shields) {
            out.add(new Sentence(
                    changes.get(0).at(), 1, "What a REPLACE or JITTER line names is not removed, whatever the order."));
        }
    }

    private static boolean shields(Action action) {
        boolean list = action.field() instanceof Field.FieldsOf || action.field() instanceof Field.ValuesOf;
        return !list && (action instanceof Action.Replace || action instanceof Action.Jitter);
    }
}

package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/**
 * A recipe as it runs: the sections of one or more texts, combined. Immutable, accepted by the parser.
 *
 * @param reading how the texts were read
 * @param sources the texts, in load order
 * @param filters the {@code %filter} sections, in order of first mention
 * @param header the actions of {@code %header}, in load order
 * @param labels the actions of {@code %labels}: checked, and never run
 * @param fieldLists the {@code %fields} lists
 * @param valueLists the {@code %values} lists
 * @param remarks warnings and notes in the order of the text; no errors
 */
public record Recipe(
        Reading reading,
        List<SourceText> sources,
        List<FilterSection> filters,
        List<Action> header,
        List<Action> labels,
        List<FieldList> fieldLists,
        List<ValueList> valueLists,
        List<Problem> remarks) {
    public Recipe {
        sources = List.copyOf(sources);
        filters = List.copyOf(filters);
        header = List.copyOf(header);
        labels = List.copyOf(labels);
        fieldLists = List.copyOf(fieldLists);
        valueLists = List.copyOf(valueLists);
        remarks = List.copyOf(remarks);
    }

    /** The source line of a place in the recipe, for showing a problem there; empty when the texts do not have it. */
    public String line(Span at) {
        return sources.stream()
                .filter(source -> source.name().equals(at.file()))
                .map(SourceText::lines)
                .filter(lines -> at.line() <= lines.size())
                .map(lines -> lines.get(at.line() - 1))
                .findFirst()
                .orElse("");
    }
}

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
 * @param options what its {@code %header} sections depend on; strict only
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
        List<Option> options,
        List<Problem> remarks) {
    /** Keeps its own copies of all its lists. */
    public Recipe {
        sources = List.copyOf(sources);
        filters = List.copyOf(filters);
        header = List.copyOf(header);
        labels = List.copyOf(labels);
        fieldLists = List.copyOf(fieldLists);
        valueLists = List.copyOf(valueLists);
        options = List.copyOf(options);
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

    /**
     * One {@code %filter} section.
     *
     * @param at its first section line
     * @param name its name, blanks inside included
     * @param labels its labels in the order of the text, also those of later lines of the same name
     */
    public record FilterSection(Span at, String name, List<Label> labels) {
        /** Keeps its own copy of {@code labels}. */
        public FilterSection {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A label: the criteria that must hold together, and the regions that go with them.
     *
     * @param at the label line
     * @param name the text after the word {@code LABEL}, its comment off
     * @param shownName what the reason of a label without criteria shows, in both readings: the whole line without its
     *     first lower-case {@code label} and its comment, so that an upper-case {@code LABEL} is part of it
     * @param lines its lines with criteria, in order
     * @param coordinates its coordinates, in order
     */
    public record Label(
            Span at, String name, String shownName, List<CriteriaLine> lines, List<Coordinates> coordinates) {
        /** Keeps its own copies of {@code lines} and {@code coordinates}. */
        public Label {
            lines = List.copyOf(lines);
            coordinates = List.copyOf(coordinates);
        }
    }

    /**
     * A line of a label that holds criteria, evaluated from left to right without precedence.
     *
     * <p>Strict: lines are joined by their operators, left to right. Compat: all lines of a label must hold, whatever their
     * operators (Q13).
     *
     * @param at the line without its indent
     * @param operator the operator at its start
     * @param criteria at least one; the first is joined by {@link Operator#NONE}, the others by AND or OR
     */
    public record CriteriaLine(Span at, Operator operator, List<Criterion> criteria) implements Content {
        /** Keeps its own copy of {@code criteria}. */
        public CriteriaLine {
            criteria = List.copyOf(criteria);
        }
    }

    /**
     * A {@code %fields} section: a named list of elements.
     *
     * @param at its first section line
     */
    public record FieldList(Span at, String name, List<ListEntry> entries) {
        /** Keeps its own copy of {@code entries}. */
        public FieldList {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A {@code %values} section: a named list of values taken from elements.
     *
     * @param at its first section line
     */
    public record ValueList(Span at, String name, List<ListEntry> entries) {
        /** Keeps its own copy of {@code entries}. */
        public ValueList {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An option, which some {@code %header} sections ask for.
     *
     * @param at where it is switched on; of one that is off, where it is asked for first
     * @param on whether an {@code %options} line has it
     */
    public record Option(Span at, String name, boolean on) {}
}

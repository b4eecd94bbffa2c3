package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/**
 * Puts the lines of accepted texts together to a recipe. Within one text a section entered again goes on where it was;
 * of several texts, header actions follow one another, a filter section takes the place of an earlier one of its name,
 * and the lists of all but the first are left out, unless one includes the other. Actions of a section whose option says no are
 * left out too.
 */
final class Assembly {
    private final Map<String, Section<Recipe.Label>> filters = new LinkedHashMap<>();
    private final Map<String, Section<ListEntry>> fieldLists = new LinkedHashMap<>();
    private final Map<String, Section<ListEntry>> valueLists = new LinkedHashMap<>();
    private final List<Action> header = new ArrayList<>();
    private final List<Action> labels = new ArrayList<>();

    /** The options that are on. */
    private final Set<String> on;

    private Content.@Nullable SectionHeading section;
    private Content.@Nullable LabelHeading label;
    private List<Recipe.CriteriaLine> criteria = new ArrayList<>();
    private List<Coordinates> coordinates = new ArrayList<>();

    private record Section<T>(Span at, List<T> content) {}

    private Assembly(Set<String> on) {
        this.on = on;
    }

    static Recipe combine(Reading reading, List<RecipeDocument> documents, List<Problem> remarks) {
        boolean strict = reading == Reading.STRICT;
        List<Recipe.Option> options = strict ? Options.of(documents) : List.of();
        Set<Integer> withLists = strict ? Includes.withLists(documents) : Set.of(0);
        Set<String> on = Options.on(options);
        Assembly all = of(documents.get(0), on);
        for (int i = 1; i < documents.size(); i++) {
            Assembly later = of(documents.get(i), on);
            all.header.addAll(later.header);
            all.filters.putAll(later.filters);
            if (withLists.contains(i)) {
                all.fieldLists.putAll(later.fieldLists);
                all.valueLists.putAll(later.valueLists);
            }
        }
        List<SourceText> sources =
                documents.stream().map(RecipeDocument::source).toList();
        List<Recipe.FilterSection> filters = new ArrayList<>();
        all.filters.forEach((name, part) -> filters.add(new Recipe.FilterSection(part.at, name, part.content)));
        List<Recipe.FieldList> fields = new ArrayList<>();
        all.fieldLists.forEach((name, part) -> fields.add(new Recipe.FieldList(part.at, name, part.content)));
        List<Recipe.ValueList> values = new ArrayList<>();
        all.valueLists.forEach((name, part) -> values.add(new Recipe.ValueList(part.at, name, part.content)));
        return new Recipe(reading, sources, filters, all.header, all.labels, fields, values, options, remarks);
    }

    private static Assembly of(RecipeDocument document, Set<String> on) {
        Assembly assembly = new Assembly(on);
        document.lines().forEach(line -> assembly.add(line.content()));
        assembly.closeLabel();
        return assembly;
    }

    private void add(Content content) {
        if (content instanceof Content.SectionHeading heading) {
            closeLabel();
            section = heading;
            open(heading);
        } else if (content instanceof Content.LabelHeading heading) {
            closeLabel();
            label = heading;
        } else if (content instanceof Recipe.CriteriaLine line) {
            criteria.add(line);
        } else if (content instanceof Coordinates region) {
            coordinates.add(region);
        } else if (content instanceof Action action) {
            add(action);
        } else if (content instanceof ListEntry entry) {
            add(entry);
        }
    }

    private void open(Content.SectionHeading heading) {
        switch (heading.kind()) {
            case FILTER ->
                filters.computeIfAbsent(heading.name(), name -> new Section<>(heading.at(), new ArrayList<>()));
            case FIELDS ->
                fieldLists.computeIfAbsent(heading.name(), name -> new Section<>(heading.at(), new ArrayList<>()));
            case VALUES ->
                valueLists.computeIfAbsent(heading.name(), name -> new Section<>(heading.at(), new ArrayList<>()));
            case HEADER, LABELS, OPTIONS, INCLUDE -> {}
        }
    }

    private void closeLabel() {
        Content.LabelHeading heading = label;
        Content.SectionHeading open = section;
        if (heading != null && open != null) {
            Recipe.Label read =
                    new Recipe.Label(heading.at(), heading.name(), heading.shownName(), criteria, coordinates);
            section(filters, open).content.add(read);
        }
        label = null;
        criteria = new ArrayList<>();
        coordinates = new ArrayList<>();
    }

    private void add(Action action) {
        Content.SectionHeading open = section;
        if (open != null && open.kind() == SectionKind.HEADER) {
            if (OptionCondition.of(open.name())
                    .map(condition -> condition.holds(on))
                    .orElse(true)) {
                header.add(action);
            }
        } else if (open != null && open.kind() == SectionKind.LABELS) {
            labels.add(action);
        }
    }

    private void add(ListEntry entry) {
        Content.SectionHeading open = section;
        if (open != null) {
            section(open.kind() == SectionKind.FIELDS ? fieldLists : valueLists, open)
                    .content
                    .add(entry);
        }
    }

    private static <T> Section<T> section(Map<String, Section<T>> sections, Content.SectionHeading heading) {
        return sections.computeIfAbsent(heading.name(), name -> new Section<>(heading.at(), new ArrayList<>()));
    }
}

package org.sluice.recipe.syntax;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/** Checks, across the texts that make up a strict recipe, that the lists its actions name are there. */
final class ListReferences {
    private final Set<String> fieldLists = new TreeSet<>();
    private final Set<String> valueLists = new TreeSet<>();

    private ListReferences() {}

    /** Checks one of the texts. */
    static List<Problem> check(List<RecipeDocument> documents, int index) {
        ListReferences references = new ListReferences();
        Set<Integer> withLists = Includes.withLists(documents);
        withLists.forEach(counting -> references.collect(documents.get(counting)));
        return references.check(documents.get(index), withLists.contains(index));
    }

    private void collect(RecipeDocument document) {
        for (RecipeDocument.Line line : document.lines()) {
            if (line.content() instanceof Content.SectionHeading heading) {
                if (heading.kind() == SectionKind.FIELDS) {
                    fieldLists.add(heading.name());
                } else if (heading.kind() == SectionKind.VALUES) {
                    valueLists.add(heading.name());
                }
            }
        }
    }

    private List<Problem> check(RecipeDocument document, boolean counts) {
        Problems problems = new Problems(document.source().lines());
        for (RecipeDocument.Line line : document.lines()) {
            if (line.content() instanceof Action action) {
                check(problems, action);
            } else if (line.content() instanceof Content.SectionHeading heading && !counts) {
                dropped(problems, heading);
            }
        }
        return problems.inOrder();
    }

    private void check(Problems problems, Action action) {
        if (action.field() instanceof Field.FieldsOf list) {
            check(problems, list, list.list(), fieldLists, valueLists);
        } else if (action.field() instanceof Field.ValuesOf list) {
            if (check(problems, list, list.list(), valueLists, fieldLists)) {
                problems.note(
                        list.at(), "the values are looked for as they are; deid 0.4.12 takes them for expressions");
            }
        }
    }

    private static boolean check(Problems problems, Field field, String name, Set<String> lists, Set<String> others) {
        if (lists.contains(name)) {
            return true;
        }
        int prefix = "fields:".length();
        Span at = field.at().within(prefix, field.at().length() - prefix);
        String kind = field instanceof Field.FieldsOf ? "%fields" : "%values";
        String other = field instanceof Field.FieldsOf ? "%values" : "%fields";
        String hint = others.contains(name) ? " (there is a " + other + " list of this name)" : "";
        problems.unknownName(at, "expected the name of a " + kind + " list" + hint, name, lists);
        return false;
    }

    /** Only header actions and filters of a later text count. */
    private static void dropped(Problems problems, Content.SectionHeading heading) {
        switch (heading.kind()) {
            case FIELDS, VALUES, LABELS ->
                problems.warning(
                        heading.at(),
                        "this section is left out: only the first recipe's %"
                                + heading.kind().word() + " counts");
            case FILTER, HEADER, OPTIONS, INCLUDE -> {}
        }
    }
}

package org.sluice.recipe.syntax;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.StringJoiner;
import org.sluice.text.Span;

/** A tree printed without the places its nodes stand at, so that two layouts of one recipe look the same. */
final class Shape {
    private Shape() {}

    static String of(Recipe recipe) {
        return of(recipe.filters())
                + of(recipe.header())
                + of(recipe.labels())
                + of(recipe.fieldLists())
                + of(recipe.valueLists());
    }

    private static String of(Object node) {
        if (node instanceof Collection<?> nodes) {
            StringJoiner text = new StringJoiner("\n", "[", "]");
            nodes.forEach(each -> text.add(of(each)));
            return text.toString();
        }
        return node instanceof Record named ? ofRecord(named) : String.valueOf(node);
    }

    private static String ofRecord(Record node) {
        StringJoiner text = new StringJoiner(",", node.getClass().getSimpleName() + "(", ")");
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            if (component.getType() != Span.class) {
                try {
                    text.add(of(String.valueOf(component.getAccessor().invoke(node)), component, node));
                } catch (ReflectiveOperationException impossible) {
                    throw new AssertionError(impossible);
                }
            }
        }
        return text.toString();
    }

    private static String of(String printed, RecordComponent component, Record node)
            throws ReflectiveOperationException {
        Object value = component.getAccessor().invoke(node);
        return value instanceof Record || value instanceof Collection ? of(value) : printed;
    }
}

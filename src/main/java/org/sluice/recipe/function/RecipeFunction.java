package org.sluice.recipe.function;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.HeaderEdit;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.instance.PrintedElement;
import org.sluice.recipe.syntax.Reading;

/**
 * A function of your own, called in a recipe as {@code func:NAME}. Put an implementation into a jar that names it in
 * {@code META-INF/services/org.sluice.recipe.function.RecipeFunction}, and the jar into the folder of {@code --plugins} or on the
 * class path. It is called by several threads. Whatever else it throws, also null for a value, counts as its failure: the
 * run stops, and only the class of the exception is told.
 */
public interface RecipeFunction {
    /** The name in the recipe, letter by letter. */
    String name();

    /**
     * The value for one element.
     *
     * @return the value, converted to the element's VR by the caller; empty when there is none: the strict reading then stops
     *     the run, and the instance goes to quarantine
     * @throws ActionException to stop the run for this instance; the message must not hold values of the instance
     */
    Optional<VariableValue> value(Call call) throws ActionException;

    /**
     * Whether it looks at more of the instance than its element. Then each instance is read to its end before it is edited; if
     * not, instances pass while they arrive.
     */
    default boolean needsWholeDataSet() {
        return true;
    }

    /**
     * One call.
     *
     * @param written the action's value as written, {@code func:NAME}
     * @param namePath the element's keywords from the top level down, joined by two underscores; for ADD the field as written
     * @param element the element's number in {@code part}, or -1 for ADD
     * @param part the data set or the file meta information, as the actions before this one left it
     * @param instance the instance as it was received
     * @param variables what {@code var:} stands for
     */
    record Call(String written, String namePath, int element, HeaderEdit part, Instance instance, Variables variables) {
        /** The element's value as text, as filters see it by keyword; null for none. */
        public @Nullable String text() {
            return element < 0 ? null : PrintedElement.value(part, element, Reading.STRICT);
        }
    }
}

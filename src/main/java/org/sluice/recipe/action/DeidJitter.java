package org.sluice.recipe.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Vr;
import org.sluice.recipe.action.ValueLookup.Target;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.syntax.Value;
import org.sluice.text.Span;

/**
 * What deid 0.4.12 makes of JITTER, compat only. It moves each value that it takes for a date, and then treats the outcome as
 * if it were the text of an action's value: a prefix is looked up, a literal is converted by the VR. An outcome that is no text
 * there, because the value was none and no date either, ends its run: bytes, tags, person names, numbers, sequences.
 */
final class DeidJitter {
    private final ValueLookup lookup;
    private final Target target;
    private final HeaderEdit part;
    private final Vr vr;

    DeidJitter(ValueLookup lookup, Target target) {
        this.lookup = lookup;
        this.target = target;
        this.part = target.copy().edit();
        this.vr = part.isSequence(target.element()) ? Vr.SQ : part.vr(target.element());
    }

    /**
     * The element's new value; null leaves it as it is.
     *
     * @param at where the action's value stands
     */
    @Nullable
    VariableValue shifted(long days, Span at) throws ActionException {
        if (vr.kind() == Vr.Kind.BYTES || vr.kind() == Vr.Kind.SEQUENCE) {
            throw noText();
        }
        List<String> texts = target.copy().texts(target.element());
        if (texts.size() == 1) {
            return one(texts.get(0), days, at);
        }
        List<VariableValue> moved = new ArrayList<>();
        for (String text : texts) {
            moved.add(VariableValue.of(moved(text, days).orElse(text)));
        }
        if (vr.kind() == Vr.Kind.TAG) {
            throw noText();
        }
        // A list is no number, so it counts as none (Q20).
        return vr.isBinaryNumber() ? null : new VariableValue.Several(moved);
    }

    private @Nullable VariableValue one(String text, long days, Span at) throws ActionException {
        if (isNumber() && isZero(text)) {
            return null;
        }
        Optional<String> moved = moved(text, days);
        if (moved.isEmpty() && (isNumber() || vr == Vr.PN)) {
            throw noText();
        }
        return lookup.of(Value.read(at, moved.orElse(text)), target);
    }

    private Optional<String> moved(String text, long days) throws ActionException {
        Optional<String> moved = text.isEmpty() ? Optional.of("") : lookup.shifted(vr, text, days);
        if (moved.isEmpty() && (vr == Vr.DA || vr == Vr.DT)) {
            throw new ActionException(part.path(target.element())
                    + ": expected a date in the years 1 to 9999, found another value of VR " + vr);
        }
        return moved;
    }

    /** What Python holds as a number: of these zero counts as no value. */
    private boolean isNumber() {
        return vr.isBinaryNumber() || vr.kind() == Vr.Kind.TAG || vr == Vr.IS || vr == Vr.DS;
    }

    private boolean isZero(String text) {
        OptionalDouble number = PythonNumbers.real(text);
        return (number.isPresent() && number.getAsDouble() == 0) || text.equals("(0000,0000)");
    }

    private ActionException noText() {
        return new ActionException(
                part.path(target.element()) + ": deid ends its run at JITTER of this value of VR " + vr);
    }
}

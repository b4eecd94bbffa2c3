package org.sluice.recipe.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.instance.PrintedElement;
import org.sluice.recipe.python.PythonText;

/**
 * The value an action gave an element, as deid holds it in memory: texts with their blanks, numbers where a text belongs, texts
 * where a number does. What a file would hold is decided when it is written.
 *
 * @param values empty for no value
 */
record Assigned(Vr vr, List<VariableValue> values) {
    Assigned {
        values = List.copyOf(values);
    }

    /** As {@link PrintedElement#value}. */
    @Nullable
    String printed() {
        if (values.isEmpty()) return vr.isText() && vr != Vr.IS && vr != Vr.DS ? "" : null;
        if (values.size() == 1) {
            String only = one(values.get(0));
            return only.isEmpty() && (vr == Vr.IS || vr == Vr.DS) ? null : only;
        }
        boolean bare = vr == Vr.PN || vr == Vr.IS || vr == Vr.DS;
        return PythonText.list(values.stream()
                .map(value ->
                        value instanceof VariableValue.Text text && !bare ? PythonText.quoted(text.text()) : one(value))
                .toList());
    }

    /** Each value printed. */
    List<String> texts() {
        return values.stream().map(this::one).toList();
    }

    private String one(VariableValue value) {
        if (value instanceof VariableValue.Text text) return text.text();
        if (value instanceof VariableValue.Whole whole) {
            return vr == Vr.AT
                    ? Tag.format(whole.number().intValue())
                    : whole.number().toString();
        }
        if (value instanceof VariableValue.Real real) return PythonText.real(real.number());
        if (value instanceof VariableValue.Octets octets) return PythonText.bytes(octets.bytes());
        throw new IllegalStateException("several values within several");
    }

    /** The values as text for a file, where every one has the type that its VR asks for; else empty. */
    Optional<List<String>> written() {
        List<String> written = new ArrayList<>(values.size());
        for (VariableValue value : values) {
            String one = writtenOne(value);
            if (one == null) return Optional.empty();
            written.add(one);
        }
        return Optional.of(written);
    }

    private @Nullable String writtenOne(VariableValue value) {
        return switch (vr.kind()) {
            case TEXT -> value instanceof VariableValue.Text text ? text.text() : null;
            case INTEGER, TAG -> value instanceof VariableValue.Whole whole ? one(whole) : null;
            case FLOATING ->
                value instanceof VariableValue.Whole || value instanceof VariableValue.Real ? one(value) : null;
            case BYTES, SEQUENCE -> null;
        };
    }
}

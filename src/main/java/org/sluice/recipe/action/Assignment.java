package org.sluice.recipe.action;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.VariableValue.Octets;
import org.sluice.recipe.function.VariableValue.Real;
import org.sluice.recipe.function.VariableValue.Several;
import org.sluice.recipe.function.VariableValue.Text;
import org.sluice.recipe.function.VariableValue.Whole;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.python.PythonText;
import org.sluice.recipe.syntax.Reading;

/** What becomes of a value when it is put into an element of some VR. */
final class Assignment {
    private final Reading reading;

    Assignment(Reading reading) {
        this.reading = reading;
    }

    /**
     * A literal, converted for an element that exists; empty when it does not fit. Text VRs, AT and sequences take the text as it
     * is, for now.
     */
    static Optional<VariableValue> literal(Vr vr, String text) {
        return switch (vr.kind()) {
            case INTEGER -> PythonNumbers.whole(text).map(Whole::new);
            case FLOATING -> {
                OptionalDouble number = PythonNumbers.real(text);
                yield number.isPresent() ? Optional.of(new Real(number.getAsDouble())) : Optional.empty();
            }
            case BYTES -> Optional.of(new Octets(text.getBytes(StandardCharsets.UTF_8)));
            case TEXT, TAG, SEQUENCE -> Optional.of(new Text(text));
        };
    }

    /**
     * The values an element of this VR then has.
     *
     * @throws ActionException when it can have none of this kind, without saying which
     */
    Assigned assigned(Vr vr, VariableValue value) throws ActionException {
        if (vr == Vr.SQ) throw new ActionException("a sequence cannot be given a value");
        List<VariableValue> values = new ArrayList<>();
        for (VariableValue one : divided(vr, value)) values.add(converted(vr, one));
        boolean empty = values.size() == 1
                && values.get(0) instanceof Text text
                && text.text().isEmpty();
        return new Assigned(vr, empty ? List.of() : values);
    }

    /** A backslash divides, but not in text that may hold one, nor in bytes. */
    private static List<VariableValue> divided(Vr vr, VariableValue value) {
        if (value instanceof Several several) return several.values();
        boolean divides = vr.isDividedText()
                || vr.kind() == Vr.Kind.INTEGER
                || vr.kind() == Vr.Kind.FLOATING
                || vr.kind() == Vr.Kind.TAG;
        if (!divides || !(value instanceof Text text) || text.text().indexOf('\\') < 0) return List.of(value);
        List<VariableValue> parts = new ArrayList<>();
        for (String part : text.text().split("\\\\", -1)) parts.add(new Text(part));
        return parts;
    }

    private VariableValue converted(Vr vr, VariableValue value) throws ActionException {
        return switch (vr) {
            case IS -> number(value, this::is);
            case DS -> number(value, this::ds);
            case AT -> tag(value);
            case PN, UI -> {
                if (value instanceof Text) yield value;
                if (reading == Reading.STRICT) yield asText(value);
                throw misfit(vr);
            }
            default -> reading == Reading.STRICT ? fitted(vr, value) : value;
        };
    }

    /** Strict: a variable takes the type of the VR (Q22); one that cannot is an error (Q20). */
    private static VariableValue fitted(Vr vr, VariableValue value) throws ActionException {
        if (value instanceof Text text) {
            if (text.text().isEmpty()) return value;
            return literal(vr, text.text()).orElseThrow(() -> misfit(vr));
        }
        return switch (vr.kind()) {
            case TEXT -> asText(value);
            case INTEGER -> {
                if (value instanceof Whole) yield value;
                throw misfit(vr);
            }
            case FLOATING -> {
                if (value instanceof Whole || value instanceof Real) yield value;
                throw misfit(vr);
            }
            case BYTES -> {
                if (value instanceof Octets) yield value;
                throw misfit(vr);
            }
            case TAG, SEQUENCE -> throw misfit(vr);
        };
    }

    private static Text asText(VariableValue value) throws ActionException {
        if (value instanceof Whole whole) return new Text(whole.number().toString());
        if (value instanceof Real real) return new Text(PythonText.real(real.number()));
        throw new ActionException(ActionException.Kind.VALUE_NOT_ENCODABLE, "bytes cannot be put into text");
    }

    private interface Printer {
        String print(VariableValue number);
    }

    /** IS and DS are text that must be a number. */
    private static VariableValue number(VariableValue value, Printer printer) throws ActionException {
        if (value instanceof Text text) {
            String bare = PythonText.strip(text.text());
            if (bare.isEmpty()) return new Text("");
            if (PythonNumbers.real(bare).isEmpty())
                throw new ActionException(ActionException.Kind.VALUE_NOT_ENCODABLE, "expected a decimal number");
            return new Text(bare);
        }
        if (value instanceof Whole || value instanceof Real) return new Text(printer.print(value));
        throw new ActionException(ActionException.Kind.VALUE_NOT_ENCODABLE, "expected a decimal number");
    }

    private String is(VariableValue number) {
        if (number instanceof Whole whole) return whole.number().toString();
        if (number instanceof Real real
                && real.number() == Math.rint(real.number())
                && Math.abs(real.number()) < 1e15) {
            return Long.toString((long) real.number());
        }
        return ds(number);
    }

    private String ds(VariableValue number) {
        if (number instanceof Whole whole) {
            String digits = whole.number().toString();
            return reading == Reading.STRICT ? digits : digits + ".0";
        }
        return number instanceof Real real ? PythonText.real(real.number()) : "";
    }

    private static VariableValue tag(VariableValue value) throws ActionException {
        if (value instanceof Whole) return value;
        if (!(value instanceof Text text)) throw misfit(Vr.AT);
        String bare = PythonText.strip(text.text());
        if (bare.isEmpty()) return new Text("");
        OptionalInt tag = PythonNumbers.tag(bare);
        if (tag.isPresent()) return new Whole(BigInteger.valueOf(tag.getAsInt() & 0xFFFF_FFFFL));
        return Dictionary.standard()
                .byKeyword(bare)
                .<VariableValue>map(entry -> new Whole(BigInteger.valueOf(entry.tag() & 0xFFFF_FFFFL)))
                .orElseThrow(() -> misfit(Vr.AT));
    }

    static ActionException misfit(Vr vr) {
        return new ActionException(ActionException.Kind.VALUE_NOT_ENCODABLE, "the value does not fit VR " + vr);
    }
}

package org.sluice.recipe.filter;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Vr;
import org.sluice.recipe.instance.PrintedElement;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.python.PythonText;
import org.sluice.recipe.syntax.Reading;

/**
 * What criteria see of one element: lower-cased, trimmed texts, decoded once and shared.
 *
 * @param presence whether there is anything to compare
 * @param texts one, or one for each value of a binary number VR
 * @param isEmpty what the filter {@code empty} says
 */
record ComparedValue(Presence presence, List<String> texts, boolean isEmpty) {
    /** Whether an element is there, and has a value. */
    enum Presence {
        ABSENT,
        /** There, but without a value where that counts as {@code missing}. */
        NO_VALUE,
        VALUE
    }

    static final ComparedValue ABSENT = new ComparedValue(Presence.ABSENT, List.of(), false);
    private static final ComparedValue NO_VALUE = new ComparedValue(Presence.NO_VALUE, List.of(), true);

    /** There, and neither empty nor comparable: a member of pydicom's data set object (Q8). */
    static final ComparedValue OPAQUE = new ComparedValue(Presence.VALUE, List.of(), false);

    /** Absent for all filters but {@code empty} (Q7). */
    static final ComparedValue ONLY_EMPTY = new ComparedValue(Presence.ABSENT, List.of(), true);

    /** By keyword, and in the strict reading by tag too: the value. */
    static ComparedValue byValue(HeaderEdit part, int i, Reading reading) {
        boolean strict = reading == Reading.STRICT && !part.isSequence(i);
        Vr vr = strict ? PrintedElement.seenVr(part, i) : part.vr(i);
        if (!part.isSequence(i) && vr.isBinaryNumber()) return ofNumbers(PrintedElement.numbers(part, i));
        @Nullable String text = PrintedElement.value(part, i, reading);
        if (text == null) return NO_VALUE;
        boolean empty = part.isSequence(i)
                ? part.itemCount(i) == 0
                : text.isEmpty() || ((vr == Vr.IS || vr == Vr.DS) && isZero(text));
        return new ComparedValue(Presence.VALUE, List.of(PythonText.folded(text)), empty);
    }

    private static ComparedValue ofNumbers(List<String> numbers) {
        if (numbers.isEmpty()) return NO_VALUE;
        return new ComparedValue(Presence.VALUE, numbers, numbers.size() == 1 && isZero(numbers.get(0)));
    }

    private static boolean isZero(String number) {
        if (isPlainlyNotZero(number)) return false;
        OptionalDouble value = PythonNumbers.real(number);
        return value.isPresent() && value.getAsDouble() == 0;
    }

    /** Most numbers are: a first digit that is none, and no exponent that could make it vanish. */
    private static boolean isPlainlyNotZero(String number) {
        return !number.isEmpty()
                && number.charAt(0) >= '1'
                && number.charAt(0) <= '9'
                && number.indexOf('e') < 0
                && number.indexOf('E') < 0;
    }

    /** By tag in compat: the whole element as printed (Q9). */
    static ComparedValue byLine(HeaderEdit part, int i) {
        String line = PythonText.folded(PrintedElement.line(part, i));
        boolean emptyText = !part.isSequence(i)
                && part.vr(i).isText()
                && part.vr(i) != Vr.IS
                && part.vr(i) != Vr.DS
                && "".equals(PrintedElement.value(part, i, Reading.COMPAT));
        return new ComparedValue(Presence.VALUE, List.of(line), emptyText);
    }
}

package org.sluice.recipe.action;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.CharacterSet;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.NewItem;
import org.sluice.dataset.Tag;
import org.sluice.dataset.ValueForms;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.instance.PrintedElement;
import org.sluice.recipe.instance.UnknownText;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Value;

/**
 * The data set or the file meta information of one instance under the actions: a {@link HeaderEdit}, and in compat what deid
 * would hold in memory where that is not what a file can hold.
 */
final class WorkingCopy {
    private final HeaderEdit edit;
    private final Reading reading;
    private final Assignment assignment;
    private final Map<Integer, Assigned> inMemory = new HashMap<>();
    /** Strict: the texts that actions gave to elements whose bytes depend on the character set. */
    private final Map<Integer, Assigned> givenTexts = new HashMap<>();

    /** Strict: the items that actions gave to sequences. */
    private Map<Integer, List<NewItem>> givenItems = Map.of();

    private boolean hasNewCharacterSet;
    /** Told the tag of an element that could not be saved; compat only. */
    private final Consumer<String> unsavable;

    WorkingCopy(HeaderEdit edit, Reading reading, Consumer<String> unsavable) {
        this.edit = edit;
        this.reading = reading;
        this.assignment = new Assignment(reading);
        this.unsavable = unsavable;
    }

    HeaderEdit edit() {
        return edit;
    }

    /** The value an action gave an element, when it is to be known as it was given; null for what the bytes tell. */
    @Nullable
    Assigned assigned(int i) {
        return inMemory.get(i);
    }

    /** As {@link PrintedElement#value}, of the element as it is now. */
    @Nullable
    String printed(int i) {
        Assigned assigned = inMemory.get(i);
        return assigned != null ? assigned.printed() : PrintedElement.value(edit, i, reading);
    }

    /** Each value printed; one for bytes and sequences; none for no value. */
    List<String> texts(int i) {
        Assigned assigned = inMemory.get(i);
        if (assigned != null) {
            return assigned.texts();
        }
        Vr vr = edit.vr(i);
        if (!edit.isSequence(i) && (vr.isBinaryNumber() || vr == Vr.AT)) {
            return PrintedElement.numbers(edit, i);
        }
        if (!edit.isSequence(i) && vr.isText()) {
            List<String> texts = PrintedElement.texts(vr, edit.text(i));
            return texts.size() == 1 && texts.get(0).isEmpty() ? List.of() : texts;
        }
        String value = PrintedElement.value(edit, i, reading);
        return value == null || value.isEmpty() ? List.of() : List.of(value);
    }

    /** Whether the element has nothing to work on. */
    boolean isEmpty(int i) {
        if (edit.isSequence(i)) {
            return edit.itemCount(i) == 0;
        }
        return texts(i).isEmpty();
    }

    /**
     * Refuses to look at a value that only passes by: pixel data and values over 64 KiB behind the header.
     *
     * @throws ActionException if the value is one of those, and no action has replaced it
     */
    void requireReadable(int i) throws ActionException {
        boolean readable =
                i >= edit.header().size() || edit.changed(i) || edit.header().isHeld(i);
        if (!readable) {
            throw new ActionException(edit.path(i) + ": the value is too large to be looked at");
        }
    }

    void set(int i, VariableValue value) throws ActionException {
        if (edit.isSequence(i)) {
            throw new ActionException(edit.path(i) + ": a sequence cannot be given a value");
        }
        requireText(i, value);
        Assigned assigned = assigned(i, value);
        forget(i);
        if (reading == Reading.STRICT) {
            requireForm(i, assigned);
            if (assigned.vr().usesCharacterSet()) {
                givenTexts.put(i, assigned);
            }
        }
        if (reading == Reading.COMPAT) {
            inMemory.put(i, assigned);
        }
        try {
            setPadded(i, assigned.vr(), bytes(i, assigned));
        } catch (DataSetException e) {
            fail(edit.path(i), e);
        }
    }

    /** Strict: gives an element the text that an action gave it, in another character set. */
    void encode(int i, String text, CharacterSet characterSet) throws DataSetException {
        Vr vr = edit.vr(i) == Vr.UN ? Vr.UC : edit.vr(i);
        setPadded(i, vr, characterSet.encode(text, vr));
    }

    /** Text ends in a blank where its length would be odd, though it be in an element of unknown VR. */
    private void setPadded(int i, Vr vr, byte[] value) throws DataSetException {
        if (value.length % 2 == 0) {
            edit.set(i, value);
            return;
        }
        byte[] even = Arrays.copyOf(value, value.length + 1);
        even[value.length] = vr.padding();
        edit.set(i, even);
    }

    /** Strict: gives an element a value and a VR, whatever it had. */
    void setAs(int i, Vr vr, VariableValue value) throws ActionException {
        try {
            edit.set(i, vr, new byte[0]);
        } catch (DataSetException e) {
            fail(edit.path(i), e);
        }
        set(i, value);
    }

    /** Adds an element to the top level; its number. */
    int add(int tag, Vr vr, VariableValue value) throws ActionException {
        try {
            int i = edit.add(tag, vr, new byte[0]);
            set(i, value);
            return i;
        } catch (DataSetException e) {
            throw new ActionException(String.valueOf(e.getMessage()));
        }
    }

    /** Strict: adds an empty sequence to the top level; its number. */
    int addSequence(int tag) throws ActionException {
        try {
            return edit.add(tag, Vr.SQ, new byte[0]);
        } catch (DataSetException e) {
            throw new ActionException(String.valueOf(e.getMessage()));
        }
    }

    /** Strict: puts an item behind those of a sequence, unless one with the same values is among them. */
    void addItem(int sequence, Value.Item item) throws ActionException {
        NewItem made = Items.of(item.parts());
        boolean known = givenItems.getOrDefault(sequence, List.of()).contains(made)
                || (!edit.isAdded(sequence) && Items.cameWith(edit, sequence, made));
        if (known) {
            return;
        }
        try {
            edit.addItem(sequence, made);
        } catch (DataSetException e) {
            fail(edit.path(sequence), e);
        }
        if (givenItems.isEmpty()) {
            givenItems = new HashMap<>();
        }
        givenItems.computeIfAbsent(sequence, none -> new ArrayList<>()).add(made);
    }

    /** The text an action gave an element whose bytes depend on the character set; null for any other. */
    @Nullable
    String givenText(int i) {
        Assigned given = givenTexts.get(i);
        return given == null ? null : joined(given.texts());
    }

    /** Whether an action has changed a Specific Character Set (0008,0005), of the data set or of an item. */
    boolean hasNewCharacterSet() {
        return hasNewCharacterSet;
    }

    private void forget(int i) {
        inMemory.remove(i);
        givenTexts.remove(i);
        if (!givenItems.isEmpty()) {
            givenItems.remove(i);
        }
        hasNewCharacterSet |= edit.tag(i) == Tag.SPECIFIC_CHARACTER_SET;
    }

    void blank(int i) {
        forget(i);
        edit.blank(i);
    }

    void remove(int i) {
        forget(i);
        edit.remove(i);
    }

    private Assigned assigned(int i, VariableValue value) throws ActionException {
        try {
            return assignment.assigned(takenAs(i, value), value);
        } catch (ActionException e) {
            throw e.in(edit.path(i));
        }
    }

    /**
     * The VR under which an element takes a value. Strict: an element whose VR nobody knows takes a text as text, in the character
     * set in force, as it would where its VR is written; bytes it takes as they are.
     */
    private Vr takenAs(int i, VariableValue value) {
        Vr vr = edit.vr(i);
        boolean asText = reading == Reading.STRICT && vr == Vr.UN && !(value instanceof VariableValue.Octets);
        return asText && !edit.isSequence(i) ? Vr.UC : vr;
    }

    /**
     * Strict: refuses a text for an element whose VR nobody knows and whose value, as it came, is no text. Where VRs are implicit
     * that may be a number, and the text would be read as one.
     */
    private void requireText(int i, VariableValue value) throws ActionException {
        boolean asText = takenAs(i, value) != edit.vr(i);
        if (!asText || edit.isAdded(i)) {
            return;
        }
        if (Dictionary.standard().byTag(edit.tag(i)).isPresent()) {
            return;
        }
        HeaderEdit asItCame = edit.changed(i) ? new HeaderEdit(edit.header()) : edit;
        boolean isText = edit.header().isHeld(i) && UnknownText.isText(asItCame, i);
        if (!isText) {
            throw new ActionException(
                    ActionException.Kind.VALUE_NOT_ENCODABLE,
                    edit.path(i) + ": expected bytes, for the VR is unknown and the value no text; found a text");
        }
    }

    /** Refuses text that table 6.2-1 of PS3.5 does not allow. */
    private void requireForm(int i, Assigned assigned) throws ActionException {
        Vr vr = assigned.vr();
        if (!vr.isText()) {
            return;
        }
        if (edit.tag(i) == Tag.SPECIFIC_CHARACTER_SET && !CharacterSet.isDefined(joined(assigned.texts()))) {
            throw new ActionException(
                    ActionException.Kind.VALUE_NOT_ENCODABLE,
                    edit.path(i) + ": expected defined terms of Specific Character Set, found another text");
        }
        for (VariableValue value : assigned.values()) {
            if (!(value instanceof VariableValue.Text text)) {
                continue;
            }
            Optional<String> expected = ValueForms.expected(vr, text.text());
            if (expected.isPresent()) {
                throw new ActionException(
                        ActionException.Kind.VALUE_NOT_ENCODABLE,
                        edit.path(i) + ": expected " + expected.get() + " for VR " + edit.vr(i)
                                + ", found another text");
            }
        }
    }

    private byte[] bytes(int i, Assigned assigned) throws DataSetException {
        Vr vr = assigned.vr();
        if (vr.kind() == Vr.Kind.BYTES) {
            return words(i, vr, octets(assigned));
        }
        Optional<List<String>> texts = assigned.written();
        if (texts.isEmpty()) {
            throw new DataSetException("expected values of the type of VR " + vr);
        }
        return vr.isText()
                ? text(vr, joined(texts.get()), edit.characterSet(i))
                : Values.encode(vr, texts.get(), edit.byteOrder(i), edit.characterSet(i));
    }

    private static String joined(List<String> texts) {
        return texts.size() == 1 ? texts.get(0) : String.join("\\", texts);
    }

    /**
     * Text in a character set. Where it cannot be expressed, strict fails; deid takes ISO 8859-1 where no character set counts, and
     * puts a question mark for what is left.
     */
    private byte[] text(Vr vr, String text, CharacterSet characterSet) throws DataSetException {
        boolean compat = reading == Reading.COMPAT;
        if (compat && (!vr.usesCharacterSet() || characterSet.terms().isEmpty())) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        try {
            return characterSet.encode(text, vr);
        } catch (DataSetException inexpressible) {
            if (!compat) {
                throw inexpressible;
            }
        }
        StringBuilder expressible = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            String one = Character.toString(c);
            expressible.append(canExpress(characterSet, one, vr) ? one : "?");
        }
        return characterSet.encode(expressible.toString(), vr);
    }

    private static boolean canExpress(CharacterSet characterSet, String text, Vr vr) {
        try {
            characterSet.encode(text, vr);
            return true;
        } catch (DataSetException inexpressible) {
            return false;
        }
    }

    /** Strict: bytes as whole words of the VR, in the order of the data set; they are given in little endian order. */
    private byte[] words(int i, Vr vr, byte[] octets) {
        if (reading == Reading.COMPAT || vr.size() == 1) {
            return octets;
        }
        int rest = octets.length % vr.size();
        byte[] whole = rest == 0 ? octets : Arrays.copyOf(octets, octets.length + vr.size() - rest);
        return edit.byteOrder(i) == ByteOrder.BIG_ENDIAN ? Values.swapped(vr, whole) : whole;
    }

    private static byte[] octets(Assigned assigned) throws DataSetException {
        if (assigned.values().isEmpty()) {
            return new byte[0];
        }
        if (assigned.values().size() == 1 && assigned.values().get(0) instanceof VariableValue.Octets octets) {
            return octets.bytes();
        }
        throw new DataSetException("expected bytes for VR " + assigned.vr());
    }

    private void fail(String path, DataSetException e) throws ActionException {
        String message = String.valueOf(e.getMessage());
        String placed = message.startsWith(path) ? message : path + ": " + message;
        if (reading == Reading.STRICT) {
            throw new ActionException(ActionException.Kind.VALUE_NOT_ENCODABLE, placed);
        }
        unsavable.accept(placed);
    }
}

package org.sluice.recipe.action;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.sluice.dataset.CharacterSet;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.instance.UnknownText;

/**
 * Puts every text into the character set that an edit of Specific Character Set (0008,0005) declares for it, PS3.3 C.12.1.1.2:
 * that of its item, or of the nearest around it, or of the data set.
 */
final class Reencoding {
    private static final char UNKNOWN_CHARACTER = '\uFFFD';

    private final WorkingCopy copy;
    private final HeaderEdit edit;
    private final CharacterSet topLevel;
    /** Items that declare a set of their own, by sequence and number. */
    private final Map<Long, CharacterSet> ofItems = new HashMap<>();

    private Reencoding(WorkingCopy copy, CharacterSet topLevel) {
        this.copy = copy;
        this.edit = copy.edit();
        this.topLevel = topLevel;
        for (int i = 0; i < edit.size(); i++) {
            if (edit.tag(i) == Tag.SPECIFIC_CHARACTER_SET && edit.parent(i) >= 0 && edit.present(i)) {
                String declared = new String(edit.value(i), StandardCharsets.ISO_8859_1);
                ofItems.put(key(edit.parent(i), edit.item(i)), CharacterSet.of(declared));
            }
        }
    }

    /**
     * Encodes anew what has to be.
     *
     * @param topLevel what is declared for the data set now
     * @throws ActionException when a text cannot be read by the old set, or expressed in the new one
     */
    static void run(WorkingCopy copy, CharacterSet topLevel) throws ActionException {
        Reencoding reencoding = new Reencoding(copy, topLevel);
        for (int i = 0; i < copy.edit().size(); i++) {
            HeaderEdit edit = copy.edit();
            if (!edit.present(i) || edit.isSequence(i)) continue;
            if (edit.vr(i).usesCharacterSet() || copy.givenText(i) != null) reencoding.element(i);
            else if (edit.vr(i) == Vr.UN) reencoding.unknown(i);
        }
    }

    /** A value of unknown VR: text if it looks like it. Whatever is the same in every set stays. */
    private void unknown(int i) throws ActionException {
        if (edit.changed(i) || edit.header().characterSet(i).equals(now(i))) return;
        copy.requireReadable(i);
        byte[] value = edit.value(i);
        if (isAscii(value)) return;
        CharacterSet before = edit.header().characterSet(i);
        switch (UnknownText.look(withoutPadding(before.decode(value, 0, value.length, Vr.LO)))) {
            case WORDS -> element(i);
            case BYTES -> {}
            case DOUBTFUL ->
                throw new ActionException(
                        ActionException.Kind.VALUE_NOT_ENCODABLE,
                        edit.path(i) + ": cannot be put into the new character set: its VR is unknown, and so is"
                                + " whether it is text");
        }
    }

    private void element(int i) throws ActionException {
        CharacterSet now = now(i);
        String given = copy.givenText(i);
        if (given == null && (edit.changed(i) || edit.header().characterSet(i).equals(now))) return;
        if (given == null) copy.requireReadable(i);
        String text = given == null ? withoutPadding(asItCame(i)) : given;
        if (text.chars().allMatch(c -> c < 0x80) && given == null && isAscii(edit.value(i))) return;
        try {
            if (given == null) requireUnderstood(i, text);
            if (!CharacterSet.isDefined(now.terms()))
                throw new DataSetException("expected a defined term of the standard");
            copy.encode(i, text, now);
        } catch (DataSetException e) {
            throw new ActionException(
                    ActionException.Kind.VALUE_NOT_ENCODABLE,
                    edit.path(i) + ": cannot be put into the new character set: " + e.getMessage());
        }
    }

    private String asItCame(int i) {
        if (edit.vr(i) != Vr.UN) return edit.header().text(i);
        byte[] value = edit.header().value(i);
        return edit.header().characterSet(i).decode(value, 0, value.length, Vr.LO);
    }

    /** What was declared must be known, and must know every character. */
    private void requireUnderstood(int i, String text) throws DataSetException {
        CharacterSet before = edit.header().characterSet(i);
        boolean known = before.unknownTerm().isEmpty() && !before.terms().isEmpty();
        if (!known || text.indexOf(UNKNOWN_CHARACTER) >= 0) {
            throw new DataSetException("expected text in the character set that was declared, found other bytes");
        }
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) end--;
        return text.substring(0, end);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte one : bytes) {
            if (one < 0 || one == 0x1B) return false;
        }
        return true;
    }

    private CharacterSet now(int i) {
        for (int level = i; !ofItems.isEmpty() && edit.parent(level) >= 0; level = edit.parent(level)) {
            CharacterSet own = ofItems.get(key(edit.parent(level), edit.item(level)));
            if (own != null) return own;
        }
        return topLevel;
    }

    private static long key(int sequence, int item) {
        return (long) sequence << 32 | item;
    }
}

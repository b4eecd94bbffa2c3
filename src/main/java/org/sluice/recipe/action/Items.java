package org.sluice.recipe.action;

import java.util.ArrayList;
import java.util.List;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.NewItem;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;
import org.sluice.recipe.syntax.Value;

/** Items as recipes write them, and as data sets have them. */
final class Items {
    private static final int CODE_MEANING = 0x0008_0104;

    private Items() {}

    /** The item that a recipe writes, as it goes into a data set. */
    static NewItem of(List<Value.Part> parts) {
        List<NewItem.Element> elements = new ArrayList<>();
        for (Value.Part part : parts) {
            elements.add(
                    part.vr() == Vr.SQ
                            ? new NewItem.Nested(part.tag(), List.of(of(part.item())))
                            : new NewItem.Valued(part.tag(), part.vr(), texts(part)));
        }
        return new NewItem(elements);
    }

    private static List<String> texts(Value.Part part) {
        if (part.text().isEmpty()) {
            return List.of();
        }
        List<String> texts =
                part.vr().isBinaryNumber() ? List.of(part.text().split("\\\\", -1)) : Values.split(part.vr(), part.text());
        return part.vr() == Vr.AT ? texts.stream().map(Items::tag).toList() : texts;
    }

    private static String tag(String written) {
        int tag = Tag.parse(written)
                .orElseGet(() ->
                        Dictionary.standard().byKeyword(written).orElseThrow().tag());
        return Tag.hex(tag);
    }

    /** Whether a sequence came with an item that has these values; what else is in it, and the meaning of a code, do not count. */
    static boolean cameWith(HeaderEdit edit, int sequence, NewItem item) {
        for (int i = 0; i < edit.header().itemCount(sequence); i++) {
            int ordinal = i;
            if (edit.hasItem(sequence, i)
                    && item.elements().stream()
                            .filter(element -> element.tag() != CODE_MEANING)
                            .allMatch(element -> has(edit, sequence, ordinal, element))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(HeaderEdit edit, int sequence, int item, NewItem.Element wanted) {
        int found = edit.header().find(sequence, item, wanted.tag());
        return found >= 0
                && edit.present(found)
                && !edit.isSequence(found)
                && wanted instanceof NewItem.Valued valued
                && valued.vr().isText()
                && edit.texts(found).equals(valued.texts());
    }
}

package org.sluice.benchmark;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.benchmark.Answer.Owner;
import org.sluice.dataset.CharacterSet;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetWriter;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;

/** A data set or an item in the making: each element with what the answer key will want of it. */
final class SampleDataSet {
    private static final int FIRST_BLOCK = 0x10;

    /** What is wanted of an element. */
    record Wish(AnswerAction action, String text) {}

    private sealed interface Content {}

    private record Single(Vr vr, String shown, byte[] value) implements Content {}

    private record Items(List<SampleDataSet> drafts) implements Content {}

    private record Element(String step, Content content, List<Wish> wishes) {}

    private final Map<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);

    /** Puts an element of the dictionary. */
    SampleDataSet put(String keyword, String value, Wish... wishes) {
        Dictionary.Entry entry = entry(keyword);
        return put(entry.tag(), step(entry.tag()), entry.vrs().get(0), value, wishes);
    }

    /** Puts a private element into the block of its creator. */
    SampleDataSet putPrivate(int group, String creator, int lastDigits, Vr vr, String value, Wish... wishes) {
        int block = FIRST_BLOCK;
        while (!isOf(Tag.of(group, block), creator)) {
            block++;
        }
        String step =
                String.format(Locale.ROOT, "(%04x,\"%s\",%02x)", group, creator.toUpperCase(Locale.ROOT), lastDigits);
        return put(Tag.of(group, block << 8 | lastDigits), step, vr, value, wishes);
    }

    /** Whether the block belongs to the creator, or does from now on. */
    private boolean isOf(int tag, String creator) {
        Element known = elements.get(tag);
        if (known == null) {
            put(tag, step(tag), Vr.LO, creator);
            return true;
        }
        return known.content() instanceof Single single && single.shown().equals(creator);
    }

    /** Puts Pixel Data. */
    SampleDataSet pixels(Vr vr, byte[] value, Wish... wishes) {
        return putElement(Tag.PIXEL_DATA, step(Tag.PIXEL_DATA), new Single(vr, "", value.clone()), wishes);
    }

    /** A new item behind those of a sequence. */
    SampleDataSet item(String keyword, Wish... wishes) {
        Dictionary.Entry entry = entry(keyword);
        Element known = elements.get(entry.tag());
        List<SampleDataSet> drafts =
                known != null && known.content() instanceof Items items ? items.drafts() : new ArrayList<>();
        if (known == null) {
            putElement(entry.tag(), step(entry.tag()), new Items(drafts), wishes);
        }
        SampleDataSet item = new SampleDataSet();
        drafts.add(item);
        return item;
    }

    private SampleDataSet put(int tag, String step, Vr vr, String value, Wish... wishes) {
        try {
            boolean one = vr.isText() && !vr.isDividedText();
            List<String> values = one ? List.of(value) : List.of(value.split("\\\\", -1));
            byte[] bytes = value.isEmpty()
                    ? new byte[0]
                    : Values.encode(vr, values, ByteOrder.LITTLE_ENDIAN, CharacterSet.DEFAULT);
            return putElement(tag, step, new Single(vr, value, bytes), wishes);
        } catch (DataSetException e) {
            throw new IllegalStateException("a value of the set does not fit its VR", e);
        }
    }

    private SampleDataSet putElement(int tag, String step, Content content, Wish... wishes) {
        elements.put(tag, new Element(step, content, List.of(wishes)));
        return this;
    }

    private static Dictionary.Entry entry(String keyword) {
        return Dictionary.standard().byKeyword(keyword).orElseThrow();
    }

    private static String step(int tag) {
        return String.format(Locale.ROOT, "(%04x,%04x)", Tag.group(tag), Tag.element(tag));
    }

    /** What was put into an element of the top level. */
    String value(String keyword) {
        Element element = elements.get(entry(keyword).tag());
        return element != null && element.content() instanceof Single single ? single.shown() : "";
    }

    /** What the key will want of all of it. */
    List<Answer> answers(Owner owner) {
        List<Answer> answers = new ArrayList<>();
        addAnswers("", owner, answers);
        return answers;
    }

    private void addAnswers(String above, Owner owner, List<Answer> answers) {
        for (Element element : elements.values()) {
            String path = above + "<" + element.step() + ">";
            String shown = element.content() instanceof Single single ? single.shown() : "";
            for (Wish wish : element.wishes()) {
                boolean area = wish.action() == AnswerAction.PIXELS_HIDDEN;
                answers.add(new Answer(owner, wish.action(), path, area ? wish.text() : shown, wish.text()));
            }
            if (element.content() instanceof Items items) {
                for (int i = 0; i < items.drafts().size(); i++) {
                    items.drafts().get(i).addAnswers(path + String.format(Locale.ROOT, "[<%04d>]", i), owner, answers);
                }
            }
        }
    }

    /** Writes it in little endian order. */
    void writeTo(DataSetWriter out) {
        elements.forEach((tag, element) -> {
            if (element.content() instanceof Single single) {
                out.element(tag, single.vr(), single.value());
            } else if (element.content() instanceof Items items) {
                out.sequence(tag, items.drafts(), (writer, draft) -> draft.writeTo(writer));
            }
        });
    }
}

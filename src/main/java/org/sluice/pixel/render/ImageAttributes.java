package org.sluice.pixel.render;

import java.util.Optional;
import java.util.OptionalDouble;
import org.sluice.dataset.Header;

/**
 * What a header says of how a frame is to be shown: at its top level, or for one frame in the functional groups of an enhanced
 * multi-frame image, PS3.3 C.7.6.16.
 */
final class ImageAttributes {
    private static final int SHARED_GROUPS = 0x5200_9229;
    private static final int GROUPS_OF_FRAMES = 0x5200_9230;

    private final Header header;
    private final int frame;

    /** @param frame from 0 */
    ImageAttributes(Header header, int frame) {
        this.header = header;
        this.frame = frame;
    }

    Header header() {
        return header;
    }

    /** The first number of an element that stands at the top level, or in a functional group of this name; empty for none. */
    OptionalDouble number(int tag, int group) {
        return real(element(tag, group), 0);
    }

    /** One number of an element; empty where there is none such. */
    OptionalDouble real(int element, int index) {
        if (element < 0 || header.isSequence(element)) {
            return OptionalDouble.empty();
        }
        if (header.numberCount(element) > index) {
            return OptionalDouble.of(header.real(element, index));
        }
        try {
            String text = header.texts(element).size() > index
                    ? header.texts(element).get(index).strip()
                    : "";
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException none) {
            return OptionalDouble.empty(); // shown as if it were not there
        }
    }

    /** The first text of an element; empty for none. */
    Optional<String> text(int tag, int group) {
        int found = element(tag, group);
        return found < 0
                ? Optional.empty()
                : header.texts(found).stream().map(String::strip).findFirst();
    }

    /** An element of the top level or, of this frame, of a functional group; -1 for none. */
    int element(int tag, int group) {
        int top = header.find(tag);
        if (top >= 0) {
            return top;
        }
        int ofFrame = grouped(GROUPS_OF_FRAMES, frame, group, tag);
        return ofFrame >= 0 ? ofFrame : grouped(SHARED_GROUPS, 0, group, tag);
    }

    private int grouped(int groups, int item, int group, int tag) {
        int sequence = header.find(groups);
        int macro = sequence < 0 || header.itemCount(sequence) <= item ? -1 : header.find(sequence, item, group);
        return macro < 0 || header.itemCount(macro) == 0 ? -1 : header.find(macro, 0, tag);
    }
}

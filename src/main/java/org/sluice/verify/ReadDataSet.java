package org.sluice.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Uids;

/**
 * All of a data set: what is held of it as headers, the first of them with most of it, the others with one element each; and what
 * is known of its bulk values.
 *
 * @param contradictions of each kind the first, of what contradicts PS3.5
 */
record ReadDataSet(List<Header> parts, List<BulkValue> bulk, List<Contradiction> contradictions) {
    ReadDataSet {
        parts = List.copyOf(parts);
        bulk = List.copyOf(bulk);
        contradictions = List.copyOf(contradictions);
    }

    Header header() {
        return parts.get(0);
    }

    /** One UID of the top level; empty when there is none. */
    String uid(int tag) {
        int found = header().find(tag);
        return found < 0 ? "" : Uids.unpadded(header().text(found));
    }

    /** One text of the top level, without padding. */
    String text(int tag) {
        int found = header().find(tag);
        return found < 0 ? "" : String.join("\\", header().texts(found));
    }

    /** An element of it. */
    record Place(Header header, int element) {}

    /** Every element but group lengths, which follow from all others. */
    void forEach(BiConsumer<Header, Integer> each) {
        for (Header part : parts) {
            for (int i = 0; i < part.size(); i++) {
                if (!Tag.isGroupLength(part.tag(i))) {
                    each.accept(part, i);
                }
            }
        }
    }

    /** Every element by its path; of those that stand twice the first. */
    Map<String, Place> byPath() {
        Map<String, Place> places = new HashMap<>();
        forEach((part, i) -> places.putIfAbsent(part.path(i), new Place(part, i)));
        return places;
    }

    /** The bulk value of an element. */
    Optional<BulkValue> bulk(int tag) {
        return bulk.stream().filter(value -> value.tag() == tag).findFirst();
    }

    /** The digests of its pixel data, whatever kind; empty when it has none. */
    String pixelDigest() {
        List<String> digests = new ArrayList<>();
        for (BulkValue value : bulk) {
            if (Tag.group(value.tag()) == Tag.PIXEL_DATA_GROUP) {
                digests.add(Tag.hex(value.tag()) + value.digest());
            }
        }
        return String.join(" ", digests);
    }
}

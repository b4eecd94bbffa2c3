package org.sluice.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Header;
import org.sluice.dataset.Uids;
import org.sluice.dataset.Vr;

/** Which UIDs of an original became which of its output: of the attributes of PS3.15 table E.1-1 that are at the same place in both. */
final class UidPairs {
    /** One UID and what it became. */
    record Pair(String original, String output) {}

    private final ReadDataSet output;
    private final List<Pair> pairs = new ArrayList<>();
    private @Nullable Map<String, ReadDataSet.Place> places;

    private UidPairs(ReadDataSet output) {
        this.output = output;
    }

    static List<Pair> of(ReadDataSet original, ReadDataSet output) {
        UidPairs pairs = new UidPairs(output);
        original.forEach((header, i) -> {
            if (header.vr(i) == Vr.UI && ProfiledAttributes.has(header.tag(i))) {
                pairs.add(header, i);
            }
        });
        return pairs.pairs;
    }

    private void add(Header header, int element) {
        ReadDataSet.Place place = place(header, element);
        if (place == null || place.header().vr(place.element()) != Vr.UI) {
            return;
        }
        List<String> before = header.texts(element);
        List<String> after = place.header().texts(place.element());
        for (int i = 0; i < before.size() && before.size() == after.size(); i++) {
            String uid = Uids.unpadded(before.get(i));
            if (!uid.isEmpty() && Uids.registered(uid).isEmpty()) {
                pairs.add(new Pair(uid, Uids.unpadded(after.get(i))));
            }
        }
    }

    /** The same place in the output; null where items were added or taken out on the way to it. */
    private ReadDataSet.@Nullable Place place(Header header, int element) {
        if (header.parent(element) < 0) {
            int found = output.header().find(header.tag(element));
            if (found >= 0) {
                return new ReadDataSet.Place(output.header(), found);
            }
        }
        Map<String, ReadDataSet.Place> all = places();
        for (int above = header.parent(element); above >= 0; above = header.parent(above)) {
            ReadDataSet.Place sequence = all.get(header.path(above));
            if (sequence == null || sequence.header().itemCount(sequence.element()) != header.itemCount(above)) {
                return null;
            }
        }
        return all.get(header.path(element));
    }

    private Map<String, ReadDataSet.Place> places() {
        Map<String, ReadDataSet.Place> made = places;
        if (made == null) {
            made = output.byPath();
            places = made;
        }
        return made;
    }
}

package org.sluice.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;

/**
 * Where a data set differs from another. Compared are the elements of every depth: tag, VR where both are known, the bytes of the
 * value, items. How lengths are written, group lengths, and the order of bytes are no difference.
 */
final class Comparison {
    /** In which way. */
    enum What {
        MISSING("is not there"),
        EXTRA("is there, and should not"),
        OTHER_VALUE("has another value"),
        OTHER_VR("has another VR"),
        OTHER_ITEMS("has other items"),
        OTHER_BULK("has other bytes"),
        NOT_COMPARED("is encoded in another way, and was not compared");

        private final String text;

        What(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** One difference, by the path of the element. */
    record Difference(String path, int tag, What what) {}

    private final ReadDataSet expected;
    private final ReadDataSet found;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(ReadDataSet expected, ReadDataSet found) {
        this.expected = expected;
        this.found = found;
    }

    /** All differences; of a sequence with other items only the sequence. */
    static List<Difference> of(ReadDataSet expected, ReadDataSet found) {
        Comparison comparison = new Comparison(expected, found);
        if (!comparison.sameBytes()) {
            comparison.elements();
        }
        comparison.bulk();
        return comparison.differences;
    }

    private boolean sameBytes() {
        if (expected.parts().size() != found.parts().size()) {
            return false;
        }
        for (int i = 0; i < expected.parts().size(); i++) {
            Header one = expected.parts().get(i);
            Header other = found.parts().get(i);
            boolean same = one.syntax().bigEndian() == other.syntax().bigEndian()
                    && one.syntax().explicitVr() == other.syntax().explicitVr()
                    && Arrays.equals(one.bytes(), 0, one.length(), other.bytes(), 0, other.length());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private void elements() {
        Map<String, ReadDataSet.Place> there = found.byPath();
        Map<String, ReadDataSet.Place> wanted = expected.byPath();
        Set<String> sequences = new LinkedHashSet<>();
        expected.forEach((header, i) -> {
            String path = header.path(i);
            if (!isBelow(path, sequences)) {
                compare(new ReadDataSet.Place(header, i), path, there.get(path), sequences);
            }
        });
        found.forEach((header, i) -> {
            String path = header.path(i);
            if (!wanted.containsKey(path) && !isBelow(path, sequences)) {
                note(path, header.tag(i), What.EXTRA, header.isSequence(i), sequences);
            }
        });
    }

    private void compare(
            ReadDataSet.Place wanted, String path, ReadDataSet.@Nullable Place there, Set<String> sequences) {
        Header header = wanted.header();
        int i = wanted.element();
        int tag = header.tag(i);
        if (there == null) {
            note(path, tag, What.MISSING, header.isSequence(i), sequences);
            return;
        }
        Header other = there.header();
        int j = there.element();
        if (header.isSequence(i) || other.isSequence(j)) {
            if (header.isSequence(i) != other.isSequence(j) || header.itemCount(i) != other.itemCount(j)) {
                note(path, tag, What.OTHER_ITEMS, true, sequences);
            }
        } else if (!sameValue(header, i, other, j)) {
            note(path, tag, What.OTHER_VALUE, false, sequences);
        } else if (header.vr(i) != other.vr(j) && header.vr(i) != Vr.UN && other.vr(j) != Vr.UN) {
            note(path, tag, What.OTHER_VR, false, sequences);
        }
    }

    private static boolean sameValue(Header one, int i, Header other, int j) {
        if (one.valueLength(i) != other.valueLength(j)) {
            return false;
        }
        byte[] value = one.value(i);
        byte[] there = other.value(j);
        boolean swapped = one.byteOrder(i) != other.byteOrder(j) && one.vr(i).size() > 1;
        return Arrays.equals(value, swapped ? Values.swapped(one.vr(i), there) : there);
    }

    private void note(String path, int tag, What what, boolean sequence, Set<String> sequences) {
        differences.add(new Difference(path, tag, what));
        if (sequence) {
            sequences.add(path);
        }
    }

    private static boolean isBelow(String path, Set<String> sequences) {
        for (int item = path.lastIndexOf('['); item >= 0; item = path.lastIndexOf('[', item - 1)) {
            if (sequences.contains(path.substring(0, item))) {
                return true;
            }
        }
        return false;
    }

    private void bulk() {
        for (BulkValue wanted : expected.bulk()) {
            BulkValue there = found.bulk(wanted.tag()).orElse(null);
            if (there == null) {
                missing(wanted);
            } else if (!wanted.isEncodedAlike(there)) {
                differences.add(new Difference(Tag.format(wanted.tag()), wanted.tag(), What.NOT_COMPARED));
            } else if (!wanted.isSame(there)) {
                differences.add(new Difference(Tag.format(wanted.tag()), wanted.tag(), What.OTHER_BULK));
            }
        }
        for (BulkValue there : found.bulk()) {
            boolean known =
                    expected.bulk(there.tag()).isPresent() || expected.byPath().containsKey(Tag.format(there.tag()));
            if (!known) {
                differences.add(new Difference(Tag.format(there.tag()), there.tag(), What.EXTRA));
            }
        }
    }

    /** A value that is short in one of them is held there, and was compared with the elements. */
    private void missing(BulkValue wanted) {
        String path = Tag.format(wanted.tag());
        if (!found.byPath().containsKey(path)) {
            differences.add(new Difference(path, wanted.tag(), What.MISSING));
        } else {
            differences.add(new Difference(path, wanted.tag(), What.OTHER_BULK));
        }
    }
}

package org.sluice.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;

/** All filters of a recipe, compiled: the labels in order, over shared tests, over shared elements. Immutable. */
final class Filters {
    private final List<CompiledLabel> labels;
    private final CriterionTest[] tests;
    private final ComparedField[] fields;
    /** The fields' tags as unsigned numbers in order, each with its field's number in the lower half. */
    private final long[] byTag;

    private final boolean anyOfMeta;

    Filters(List<CompiledLabel> labels, List<CriterionTest> tests, List<ComparedField> fields) {
        this.labels = List.copyOf(labels);
        this.tests = tests.toArray(CriterionTest[]::new);
        this.fields = fields.toArray(ComparedField[]::new);
        this.byTag = new long[this.fields.length];
        for (int i = 0; i < byTag.length; i++) byTag[i] = (this.fields[i].tag() & 0xFFFF_FFFFL) << 24 | i;
        Arrays.sort(byTag);
        this.anyOfMeta = IntStream.range(0, this.fields.length).anyMatch(this::isMeta);
    }

    List<CompiledLabel> labels() {
        return labels;
    }

    CriterionTest[] tests() {
        return tests;
    }

    ComparedField[] fields() {
        return fields;
    }

    boolean isMeta(int field) {
        return Tag.group(fields[field].tag()) == 2;
    }

    /** The largest tag of the data set that a test looks at; 0 for none. */
    int lastTag() {
        int last = 0;
        for (ComparedField field : fields) {
            if (Integer.compareUnsigned(field.tag(), last) > 0) last = field.tag();
        }
        return last;
    }

    /** Where each field's element is: its number among those of the data set or the file meta, or -1. */
    int[] places(Instance instance) {
        int[] places = new int[fields.length];
        Arrays.fill(places, -1);
        if (anyOfMeta) find(instance.meta(), places);
        find(instance.dataSet(), places);
        return places;
    }

    /** One walk over the top level; both sides are in the order of tags, but for odd data sets. */
    private void find(Header header, int[] places) {
        int next = 0;
        int previous = 0;
        for (int i = 0; i < header.size() && byTag.length > 0; i = header.subtreeEnd(i)) {
            int tag = header.tag(i);
            if (Integer.compareUnsigned(tag, previous) < 0) next = 0;
            previous = tag;
            long wanted = (tag & 0xFFFF_FFFFL) << 24;
            while (next < byTag.length && byTag[next] < wanted) next++;
            for (int match = next; match < byTag.length && byTag[match] >>> 24 == wanted >>> 24; match++) {
                int field = (int) (byTag[match] & 0xFF_FFFF);
                if (places[field] < 0) places[field] = i;
            }
        }
    }
}

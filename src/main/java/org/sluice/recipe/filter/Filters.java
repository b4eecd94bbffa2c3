package org.sluice.recipe.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/** All filters of a recipe, compiled: the labels in order, over shared tests, over shared elements. Immutable. */
public final class Filters {
    private final List<CompiledLabel> labels;
    private final CriterionTest[] tests;
    private final ComparedField[] fields;
    /** The fields' tags as unsigned numbers in order, each with its field's number in the lower half. */
    private final long[] byTag;

    private final boolean anyOfMeta;
    /** The greatest tag that the criteria of each label look at. */
    private final int[] lastTags;

    /** Whether of an element that stands twice only the last counts, as for deid. */
    private final boolean takesLast;

    Filters(Reading reading, List<CompiledLabel> labels, List<CriterionTest> tests, List<ComparedField> fields) {
        this.takesLast = reading == Reading.COMPAT;
        this.labels = List.copyOf(labels);
        this.tests = tests.toArray(CriterionTest[]::new);
        this.fields = fields.toArray(ComparedField[]::new);
        this.byTag = new long[this.fields.length];
        for (int i = 0; i < byTag.length; i++) {
            byTag[i] = (this.fields[i].tag() & 0xFFFF_FFFFL) << 24 | i;
        }
        Arrays.sort(byTag);
        this.lastTags = this.labels.stream().mapToInt(this::lastTag).toArray();
        this.anyOfMeta = IntStream.range(0, this.fields.length).anyMatch(this::isMeta);
    }

    /**
     * Compiles the filter sections of a recipe.
     *
     * @param problems where expressions that cannot be compiled are reported; compat reports none
     */
    public static Filters compile(Recipe recipe, List<Problem> problems) {
        return FilterCompiler.compile(recipe, problems);
    }

    /**
     * What they say of an instance.
     *
     * @throws EvaluationException when they cannot say: the instance must not pass
     */
    public Verdict verdict(Instance instance, Use use) {
        return new FilterRun(this, instance, use).verdict();
    }

    /** Whether criteria of a label, by its number, look at this tag or a greater one. */
    boolean looksBehind(int label, int tag) {
        return Integer.compareUnsigned(lastTags[label], tag) >= 0;
    }

    /** Whether a test looks at this tag or a greater one. */
    boolean testLooksBehind(int test, int tag) {
        return Integer.compareUnsigned(fields[tests[test].element()].tag(), tag) >= 0;
    }

    private int lastTag(CompiledLabel label) {
        int last = 0;
        for (CompiledLabel.Line line : label.lines()) {
            for (int test : line.tests()) {
                int tag = fields[tests[test].element()].tag();
                last = Integer.compareUnsigned(tag, last) > 0 ? tag : last;
            }
        }
        return last;
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

    boolean takesLast() {
        return takesLast;
    }

    boolean isMeta(int field) {
        return Tag.group(fields[field].tag()) == 2;
    }

    /** The tags that all tests and regions look at; 0 for what is no element. */
    public int[] tags() {
        return IntStream.concat(
                        Arrays.stream(fields).mapToInt(ComparedField::tag),
                        labels.stream().flatMapToInt(Filters::regionTags))
                .toArray();
    }

    /** The place of the first label that looks at such a tag. */
    public Optional<Span> firstThatLooksAt(IntPredicate tag) {
        return labels.stream()
                .filter(label -> tags(label).anyMatch(tag))
                .map(CompiledLabel::at)
                .findFirst();
    }

    private IntStream tags(CompiledLabel label) {
        return IntStream.concat(
                label.lines().stream()
                        .flatMapToInt(line -> Arrays.stream(line.tests()))
                        .map(test -> fields[tests[test].element()].tag()),
                regionTags(label));
    }

    private static IntStream regionTags(CompiledLabel label) {
        return label.regions().stream().mapToInt(Regions::tag);
    }

    /** Where the elements of the fields are in one instance. */
    Places places(Instance instance) {
        Places places = new Places(fields.length);
        if (anyOfMeta) {
            find(instance.meta(), places);
        }
        find(instance.dataSet(), places);
        return places;
    }

    /** One walk over the top level; both sides are in the order of tags, but for odd data sets. */
    private void find(Header header, Places places) {
        int next = 0;
        int previous = 0;
        for (int i = 0; i < header.size() && byTag.length > 0; i = header.subtreeEnd(i)) {
            int tag = header.tag(i);
            if (Integer.compareUnsigned(tag, previous) < 0) {
                next = 0;
            }
            previous = tag;
            long wanted = (tag & 0xFFFF_FFFFL) << 24;
            while (next < byTag.length && byTag[next] < wanted) {
                next++;
            }
            for (int match = next; match < byTag.length && byTag[match] >>> 24 == wanted >>> 24; match++) {
                places.found((int) (byTag[match] & 0xFF_FFFF), i);
            }
        }
    }

    /** For each field the number of its element among those of the data set or the file meta, or more, or none. */
    static final class Places {
        private static final int NONE = -1;

        private final int[] firsts;
        /** The further ones, by field: no honest data set has any. */
        private Map<Integer, List<Integer>> others = Map.of();

        private Places(int fields) {
            firsts = new int[fields];
            Arrays.fill(firsts, NONE);
        }

        private void found(int field, int element) {
            if (firsts[field] == NONE) {
                firsts[field] = element;
                return;
            }
            if (others.isEmpty()) {
                others = new HashMap<>();
            }
            others.computeIfAbsent(field, it -> new ArrayList<>()).add(element);
        }

        /** The first element, or -1. */
        int first(int field) {
            return firsts[field];
        }

        /** All after the first, in the order of the data set. */
        List<Integer> others(int field) {
            return others.isEmpty() ? List.of() : others.getOrDefault(field, List.of());
        }
    }
}

package org.sluice.recipe.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.instance.ElementNames;
import org.sluice.recipe.syntax.Reading;

/**
 * All fields of a recipe's header, numbered. One walk over a data set finds for each the elements it means: by tag where that
 * is all a recipe asks for, else by {@link ElementKind}. Immutable but for what the kinds remember.
 */
public final class FieldIndex {
    private static final int[] NONE = {};

    private final List<FieldMatcher> matchers;
    /** The tags that fields name, in ascending order, and beside them the numbers of these fields. */
    private final int[] tags;

    private final int[][] fieldsOfTag;
    /** One bit for each of the tags: most elements are told by it to be none of them. */
    private final long tagBits;
    /** Whether some field can only be told by names. */
    private final boolean needsKinds;

    /** Whether some field means content items, which only the instance tells. */
    private final boolean hasContentItems;

    private final boolean namesTagsOnly;
    private final boolean mayMeanMeta;
    private final boolean strict;

    private final ElementKind root = ElementKind.root();

    /**
     * An index of these fields, each numbered by its place.
     *
     * @param matchers their compiled forms
     */
    public FieldIndex(List<FieldMatcher> matchers, Reading reading) {
        this.matchers = List.copyOf(matchers);
        this.strict = reading == Reading.STRICT;
        this.needsKinds = matchers.stream()
                .anyMatch(one -> one instanceof FieldMatcher.OfKind
                        || one instanceof FieldMatcher.OfPath
                        || one instanceof FieldMatcher.OfContentItem);
        this.hasContentItems = matchers.stream().anyMatch(FieldMatcher.OfContentItem.class::isInstance);
        this.namesTagsOnly = matchers.stream().allMatch(FieldMatcher.OfTag.class::isInstance);
        SortedMap<Integer, List<Integer>> collected = new TreeMap<>();
        for (int i = 0; i < matchers.size(); i++) {
            if (matchers.get(i) instanceof FieldMatcher.OfTag one) {
                collected.computeIfAbsent(one.tag(), tag -> new ArrayList<>()).add(i);
            }
        }
        this.tags = collected.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.tagBits = Arrays.stream(tags).mapToLong(FieldIndex::bit).reduce(0, (a, b) -> a | b);
        this.fieldsOfTag = collected.values().stream()
                .map(numbers -> numbers.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        this.mayMeanMeta = !namesTagsOnly || Arrays.stream(tags).anyMatch(tag -> Tag.group(tag) == 2);
    }

    private static long bit(int tag) {
        return 1L << (tag ^ tag >>> 16);
    }

    /** Whether some field may mean an element of the file meta information. */
    public boolean mayMeanMeta() {
        return mayMeanMeta;
    }

    /** Whether some field may mean an element of this part. */
    public boolean mayMeanAny(HeaderEdit part) {
        if (!namesTagsOnly) {
            return true;
        }
        for (int i = 0; i < part.size(); i++) {
            if (fieldsOf(part.tag(i)).length > 0) {
                return true;
            }
        }
        return false;
    }

    private int[] fieldsOf(int tag) {
        if ((tagBits & bit(tag)) == 0) {
            return NONE;
        }
        int found = Arrays.binarySearch(tags, tag);
        return found < 0 ? NONE : fieldsOfTag[found];
    }

    /** What a field means. */
    public FieldMatcher matcher(int number) {
        return matchers.get(number);
    }

    /** The number of fields. */
    public int size() {
        return matchers.size();
    }

    /** Tells {@code hits} which fields mean which elements, of all depths, in document order. */
    public void find(HeaderEdit part, Hits hits) {
        if (matchers.isEmpty()) {
            return;
        }
        @Nullable ElementKind[] kinds = new @Nullable ElementKind[needsKinds ? part.size() : 0];
        for (int i = 0; i < part.size(); i++) {
            if (needsKinds) {
                ElementKind kind = kind(part, i, kinds);
                kinds[i] = kind;
                if (hasContentItems) {
                    hitInContent(kind, part, i, hits);
                } else {
                    for (int matcher : kind.matchers()) {
                        hits.add(matcher, i);
                    }
                }
            } else {
                for (int matcher : fieldsOf(part.tag(i))) {
                    hits.add(matcher, i);
                }
            }
        }
    }

    private void hitInContent(ElementKind kind, HeaderEdit part, int i, Hits hits) {
        ContentItem around = null;
        boolean known = false;
        for (int number : kind.matchers()) {
            if (!(matchers.get(number) instanceof FieldMatcher.OfContentItem content)) {
                hits.add(number, i);
                continue;
            }
            if (!known) {
                around = ContentItem.around(part.header(), i);
                known = true;
            }
            if (around != null && content.wanted().means(around)) {
                hits.add(number, i);
            }
        }
    }

    /** The fields that mean one element of the top level, which was added. */
    public int[] matchersOf(HeaderEdit part, int i) {
        if (!needsKinds) {
            return fieldsOf(part.tag(i));
        }
        return root.below(part.tag(i), vr(part, i), part.privateCreator(i), this::matching)
                .matchers();
    }

    private ElementKind kind(HeaderEdit part, int i, @Nullable ElementKind[] kinds) {
        int parent = part.parent(i);
        ElementKind above = parent < 0 ? null : kinds[parent];
        int tag = part.tag(i);
        String creator = Tag.isPrivate(tag) ? part.privateCreator(i) : null;
        return (above == null ? root : above).below(tag, vr(part, i), creator, this::matching);
    }

    /** Strict: what holds items is a sequence, whether its VR is written or not. */
    private Vr vr(HeaderEdit part, int i) {
        return strict && part.isSequence(i) ? Vr.SQ : part.vr(i);
    }

    private int[] matching(ElementKind kind) {
        return IntStream.range(0, matchers.size())
                .filter(number -> means(matchers.get(number), kind))
                .toArray();
    }

    /** Whether a field may mean elements of a kind; of a path, its items left aside. */
    public static boolean means(FieldMatcher matcher, ElementKind kind) {
        if (matcher instanceof FieldMatcher.OfTag one) {
            return one.tag() == kind.tag();
        }
        if (matcher instanceof FieldMatcher.OfKind one) {
            return one.means().test(kind);
        }
        if (matcher instanceof FieldMatcher.OfContentItem) {
            return ContentItem.mayMean(kind);
        }
        return matcher instanceof FieldMatcher.OfPath one && one.means().test(kind);
    }

    /** Where the walk tells what it found. */
    @FunctionalInterface
    public interface Hits {
        void add(int matcher, int element);
    }

    /** The keywords from the top level down to an element, joined by two underscores. */
    public static String namePath(HeaderEdit part, int i) {
        String keyword = ElementNames.keyword(part.tag(i));
        int parent = part.parent(i);
        return parent < 0 ? keyword : namePath(part, parent) + "__" + keyword;
    }
}

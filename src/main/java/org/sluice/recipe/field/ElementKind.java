package org.sluice.recipe.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.instance.ElementNames;
import org.sluice.recipe.syntax.Reading;

/**
 * All elements of one tag, VR and private creator below the same kind of sequence. What they are called is the same for all of
 * them, so which fields of a recipe mean them is worked out once and remembered. Safe for several threads.
 */
public final class ElementKind {
    /** Kinds remembered below one parent; what a peer makes up beyond that is worked out again each time. */
    private static final int MOST_REMEMBERED = 4096;

    private record Key(int tag, Vr vr, @Nullable String creator) {}

    private final @Nullable ElementKind parent;
    private final int tag;
    private final Vr vr;
    private final @Nullable String creator;
    private final String keyword;
    private final String namePath;
    private final int[] matchers;
    private final ConcurrentMap<Key, ElementKind> below = new ConcurrentHashMap<>();

    private ElementKind(@Nullable ElementKind parent, Key key, Function<ElementKind, int[]> matching) {
        this.parent = parent;
        this.tag = key.tag();
        this.vr = key.vr();
        this.creator = key.creator();
        this.keyword = ElementNames.keyword(tag);
        this.namePath = parent == null || parent.parent == null ? keyword : parent.namePath + "__" + keyword;
        this.matchers = matching.apply(this);
    }

    /** The data set itself: what kinds of the top level are below. */
    public static ElementKind root() {
        return new ElementKind(null, new Key(0, Vr.SQ, null), kind -> new int[0]);
    }

    /** The kind of an element of this kind's items. */
    public ElementKind below(int tag, Vr vr, @Nullable String creator, Function<ElementKind, int[]> matching) {
        Key key = new Key(tag, vr, creator);
        ElementKind known = below.get(key);
        if (known != null) return known;
        ElementKind made = new ElementKind(this, key, matching);
        if (below.size() < MOST_REMEMBERED) below.put(key, made);
        return made;
    }

    /** The tag of all of them. */
    public int tag() {
        return tag;
    }

    /** The VR of all of them. */
    public Vr vr() {
        return vr;
    }

    /** Who has reserved the block of a private element; null for others. */
    public @Nullable String creator() {
        return creator;
    }

    String keyword() {
        return keyword;
    }

    /** The kind of the sequence around; the root at the top level. */
    public @Nullable ElementKind parent() {
        return parent;
    }

    /** Whether this is the data set itself. */
    public boolean isRoot() {
        return parent == null;
    }

    /** Keywords from the top level down, joined by two underscores. */
    String namePath() {
        return namePath;
    }

    /** The fields of the recipe that mean this kind. */
    int[] matchers() {
        return matchers;
    }

    /** Everything an expression may find: path, tag in two forms, name, keyword, and for private elements the block. */
    List<String> names(Reading reading) {
        String name = ElementNames.name(tag, creator, reading);
        List<String> names = new ArrayList<>(List.of(namePath, Tag.format(tag), Tag.hex(tag), name, keyword));
        if (creator != null) {
            String block = String.format(Locale.ROOT, "%04X,\"%s\",%02X", Tag.group(tag), creator, tag & 0xFF);
            names.add("(" + block + ")");
            names.add(block);
        }
        return names;
    }
}

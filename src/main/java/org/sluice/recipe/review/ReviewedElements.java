package org.sluice.recipe.review;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.action.HeaderActions;
import org.sluice.recipe.action.Protection;
import org.sluice.recipe.field.ElementKind;
import org.sluice.recipe.field.FieldIndex;
import org.sluice.recipe.field.FieldMatcher;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.Recipe;

/**
 * The elements that a recipe is looked through with: every attribute of the dictionary at the top level, and what else
 * its fields name (paths, private elements), each with the fields that mean it.
 */
final class ReviewedElements {
    /**
     * One of them.
     *
     * @param name as a person writes it
     * @param fields the numbers of the fields that mean it; of a {@code %fields} list, those that name it
     * @param isListed whether it is an attribute of the dictionary at the top level
     */
    record Element(ElementKind kind, String name, BitSet fields, boolean isListed) {
        boolean isMeantBy(int field) {
            return fields.get(field);
        }

        boolean isTopLevel() {
            ElementKind parent = kind.parent();
            return parent != null && parent.isRoot();
        }
    }

    /** Stands for a private sequence, which has no keyword in a path. */
    private static final int SOME_PRIVATE = 0x0009_1000;

    private final HeaderActions actions;
    private final ElementKind root = ElementKind.root();
    private final Map<String, Element> elements = new LinkedHashMap<>();

    private ReviewedElements(HeaderActions actions) {
        this.actions = actions;
    }

    static ReviewedElements of(Recipe recipe, HeaderActions actions) {
        ReviewedElements made = new ReviewedElements(actions);
        for (Dictionary.Entry entry : Dictionary.standard().entries()) made.addListed(entry);
        for (Action action : recipe.header()) made.addNamed(action.field());
        recipe.fieldLists().forEach(list -> list.entries().forEach(entry -> made.addNamed(entry.field())));
        made.meanLists();
        return made;
    }

    /** All of them, those of the dictionary first. */
    Iterable<Element> all() {
        return elements.values();
    }

    /** Where a private element stands in the first of the blocks that its creator may have. */
    static int tag(Field.Private block) {
        return block.group() << 16 | 0x1000 | block.element();
    }

    private void addListed(Dictionary.Entry entry) {
        if (!Protection.STRICT.coversTopLevel(entry.tag())) {
            for (Vr vr : entry.vrs())
                add(below(root, entry.tag(), vr, null), entry.keyword() + " " + vr, entry.keyword(), -1);
        }
    }

    private void addNamed(Field field) {
        ElementKind kind = root;
        if (field instanceof Field.Tag tag
                && Dictionary.standard().byTag(tag.tag()).isEmpty()) {
            kind = below(root, tag.tag(), Vr.UN, null);
        } else if (field instanceof Field.Private block) {
            kind = below(root, tag(block), Vr.UN, block.creator());
        } else if (field instanceof Field.NamePath path) {
            for (String keyword : path.keywords()) {
                kind = belowNamed(
                        kind,
                        Dictionary.standard()
                                .byKeywordSlip(keyword)
                                .map(Dictionary.Entry::tag)
                                .orElse(SOME_PRIVATE));
            }
        } else if (field instanceof Field.ItemPath path) {
            for (int tag : path.tags()) kind = belowNamed(kind, tag);
        }
        int ownPath = field instanceof Field.ItemPath ? actions.number(field) : -1;
        if (!kind.isRoot()) add(kind, field.written().toLowerCase(Locale.ROOT), field.written(), ownPath);
    }

    private static ElementKind belowNamed(ElementKind above, int tag) {
        return below(
                above,
                tag,
                Dictionary.standard().byTag(tag).map(Dictionary.Entry::vr).orElse(Vr.UN),
                null);
    }

    private static ElementKind below(ElementKind above, int tag, Vr vr, @Nullable String creator) {
        return above.below(tag, vr, creator, kind -> new int[0]);
    }

    /** @param ownPath the field that is this path, item numbers included; another path with items never means it */
    private void add(ElementKind kind, String key, String name, int ownPath) {
        BitSet fields = new BitSet();
        IntStream.range(0, actions.index().size())
                .filter(number -> actions.index().matcher(number) instanceof FieldMatcher.OfPath
                        ? number == ownPath
                        : FieldIndex.means(actions.index().matcher(number), kind))
                .forEach(fields::set);
        elements.put(key, new Element(kind, name, fields, kind.creator() == null && ownPath < 0 && isListed(kind)));
    }

    private static boolean isListed(ElementKind kind) {
        ElementKind parent = kind.parent();
        return parent != null && parent.isRoot() && !Tag.isPrivate(kind.tag());
    }

    /** A {@code %fields} list means all elements of the tags that its fields mean (Q18). */
    private void meanLists() {
        for (int number = 0; number < actions.index().size(); number++) {
            if (actions.index().matcher(number) instanceof FieldMatcher.OfFieldList list) {
                Set<Integer> tags = new HashSet<>();
                for (HeaderActions.Entry entry : actions.fieldLists().getOrDefault(list.list(), List.of())) {
                    for (Element element : elements.values()) {
                        if (element.isMeantBy(entry.field()))
                            tags.add(element.kind().tag());
                    }
                }
                for (Element element : elements.values()) {
                    if (tags.contains(element.kind().tag())) element.fields().set(number);
                }
            }
        }
    }
}

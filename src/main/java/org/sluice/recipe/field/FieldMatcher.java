package org.sluice.recipe.field;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.sluice.dataset.PrivateDictionary;
import org.sluice.dataset.Tag;
import org.sluice.recipe.instance.ElementNames;
import org.sluice.recipe.pattern.Expression;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.Reading;

/** Which elements a field of an action means. */
public sealed interface FieldMatcher {
    /** Elements of one tag, at any depth. */
    record OfTag(int tag) implements FieldMatcher {}

    /** Elements of kinds that can be told by their names. */
    record OfKind(Predicate<ElementKind> means) implements FieldMatcher {}

    /** One element: the kinds on the way to it, and the items. */
    record OfPath(Predicate<ElementKind> means, List<Integer> items) implements FieldMatcher {}

    /** The values of the content items that have a concept name, and where an item has none, the concept name. */
    record OfContentItem(ContentItem wanted) implements FieldMatcher {}

    /** The elements of a {@code %fields} list. */
    record OfFieldList(String list) implements FieldMatcher {}

    /** The elements that hold a value of a {@code %values} list. */
    record OfValueList(String list) implements FieldMatcher {}

    /** An error when it is worked out; compat only. */
    record Fault(String reason) implements FieldMatcher {}

    /**
     * The compiled form of a field.
     *
     * @throws PatternException if the field's expression cannot be compiled, in the strict reading; in compat that is an error
     *     when the field is worked out
     */
    static FieldMatcher of(Field field, Reading reading) {
        if (field instanceof Field.Keyword keyword) {
            boolean exact = keyword.mask() == -1;
            return exact
                    ? new OfTag(keyword.tag())
                    : new OfKind(kind -> (kind.tag() & keyword.mask()) == keyword.tag());
        }
        if (field instanceof Field.Tag tag) {
            return new OfTag(tag.tag());
        }
        if (field instanceof Field.FieldsOf list) {
            return new OfFieldList(list.list());
        }
        if (field instanceof Field.ValuesOf list) {
            return new OfValueList(list.list());
        }
        if (field instanceof Field.Faulty faulty) {
            return new Fault(faulty.reason());
        }
        if (field instanceof Field.ItemPath path) {
            return new OfPath(ofTags(path.tags()), path.items());
        }
        if (field instanceof Field.ContentItem item) {
            return new OfContentItem(new ContentItem(item.code(), item.scheme(), item.valueType()));
        }
        if (field instanceof Field.Expander expander) {
            return ofExpander(expander, reading);
        }
        return new OfKind(ofNames(field, reading));
    }

    private static Predicate<ElementKind> ofNames(Field field, Reading reading) {
        if (field instanceof Field.All) {
            return kind -> true;
        }
        if (field instanceof Field.SelectVr select) {
            return kind -> kind.vr().name().equals(select.vr());
        }
        if (field instanceof Field.SelectGroup select) {
            return kind -> Tag.group(kind.tag()) == select.group();
        }
        if (field instanceof Field.SelectPrivate select) {
            return kind -> Tag.isPrivate(kind.tag()) && isSafe(kind) == select.safe();
        }
        if (field instanceof Field.NamePath path) {
            String wanted = String.join("__", path.keywords());
            return kind -> kind.namePath().equalsIgnoreCase(wanted);
        }
        if (field instanceof Field.Private block) {
            return kind -> Tag.group(kind.tag()) == block.group()
                    && (kind.tag() & 0xFF) == block.element()
                    && kind.creator() != null
                    && kind.creator().equalsIgnoreCase(block.creator());
        }
        return ofOther(field.written(), reading);
    }

    private static boolean isSafe(ElementKind kind) {
        String creator = kind.creator();
        return creator != null && PrivateDictionary.standard().isSafe(creator, kind.tag());
    }

    /** What only equals a name of the dictionary, or a keyword that deid does not know as one. */
    private static Predicate<ElementKind> ofOther(String written, Reading reading) {
        return kind -> ElementNames.name(kind.tag(), kind.creator(), reading).equalsIgnoreCase(written)
                || kind.namePath().equalsIgnoreCase(written)
                || (!kind.keyword().isEmpty() && kind.keyword().equalsIgnoreCase(written));
    }

    private static Predicate<ElementKind> ofTags(List<Integer> tags) {
        return kind -> {
            ElementKind here = kind;
            for (int i = tags.size() - 1; i >= 0; i--) {
                if (here == null || here.isRoot() || here.tag() != tags.get(i)) {
                    return false;
                }
                here = here.parent();
            }
            return here != null && here.isRoot();
        };
    }

    /** The expression that is looked for in each name. */
    static String source(Field.Expander expander) {
        String lower = expander.expression().toLowerCase(Locale.ROOT);
        return switch (expander.kind()) {
            case STARTSWITH -> "^(" + lower + ")";
            case ENDSWITH -> "(" + lower + ")$";
            case CONTAINS, EXCEPT -> lower;
        };
    }

    private static FieldMatcher ofExpander(Field.Expander expander, Reading reading) {
        boolean compat = reading == Reading.COMPAT;
        try {
            Expression expression = Expression.compile(
                    source(expander),
                    Expression.Case.IGNORED,
                    compat ? Expression.Engine.BACKTRACKING_ALLOWED : Expression.Engine.LINEAR);
            boolean wanted = expander.kind() != Field.Expander.Kind.EXCEPT;
            return new OfKind(kind -> kind.names(reading).stream().anyMatch(expression::isIn) == wanted);
        } catch (PatternException refused) {
            if (!compat) {
                throw refused;
            }
            return new Fault("expected a regular expression: " + refused.getMessage());
        }
    }
}

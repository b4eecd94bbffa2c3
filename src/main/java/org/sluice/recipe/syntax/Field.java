package org.sluice.recipe.syntax;

import java.util.List;
import java.util.Map;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/**
 * The elements that a header action or a list entry takes. All comparisons ignore case; a field that is not an expander
 * matches at any depth.
 */
public sealed interface Field {
    /** Where it stands. */
    Span at();

    /** As written, quotes included. */
    String written();

    /** Whether the element itself is named, so that it is known to be meant; not where an expander or a list takes it along. */
    default boolean isNamed() {
        return this instanceof Keyword
                || this instanceof Tag
                || this instanceof Private
                || this instanceof ContentItem
                || this instanceof NamePath
                || this instanceof ItemPath;
    }

    /** {@code ALL}. */
    record All(Span at, String written) implements Field {}

    /**
     * A keyword of the data dictionary, in any case.
     *
     * @param tag its tag
     * @param mask the bits of the tag that count; not all for a repeating group such as 60xx, which only strict knows
     */
    record Keyword(Span at, String written, int tag, int mask) implements Field {}

    /** {@code (GGGG,EEEE)} or {@code GGGGEEEE}. */
    record Tag(Span at, String written, int tag) implements Field {}

    /**
     * {@code (GGGG,"CREATOR",EE)}, the parentheses may be left out.
     *
     * @param group an odd group number
     * @param creator the private creator as written, without quotes; compared ignoring case
     * @param element the low byte of the element number
     */
    record Private(Span at, String written, int group, String creator, int element) implements Field {}

    /**
     * {@code OtherPatientIDsSequence__PatientID}: keywords from the top level down, whatever the item.
     *
     * @param keywords at least two; an empty one stands for a private sequence
     */
    record NamePath(Span at, String written, List<String> keywords) implements Field {
        /** Keeps its own copy of {@code keywords}. */
        public NamePath {
            keywords = List.copyOf(keywords);
        }
    }

    /**
     * {@code (0010,1002)__0__(0010,0020)}: tags and item numbers from the top level down.
     *
     * @param tags at least two
     * @param items one fewer; items count from 0
     */
    record ItemPath(Span at, String written, List<Integer> tags, List<Integer> items) implements Field {
        /** Keeps its own copies of {@code tags} and {@code items}. */
        public ItemPath {
            tags = List.copyOf(tags);
            items = List.copyOf(items);
        }
    }

    /**
     * {@code startswith:}, {@code endswith:}, {@code contains:} or {@code except:} and a regular expression.
     *
     * @param expression the expression as written; it is lower-cased before it is compiled (Q10)
     * @param expressionAt where it stands
     */
    record Expander(Span at, String written, Kind kind, String expression, Span expressionAt) implements Field {
        /** What the expression must do with a name of the element. */
        public enum Kind {
            STARTSWITH,
            ENDSWITH,
            CONTAINS,
            /** No name may contain it. Strict also takes the word {@code allexcept}. */
            EXCEPT
        }
    }

    /**
     * {@code select:VR:XX}.
     *
     * @param vr two upper-case letters; compat takes what there is
     */
    record SelectVr(Span at, String written, String vr) implements Field {}

    /** {@code select:GROUP:hhhh}. */
    record SelectGroup(Span at, String written, int group) implements Field {}

    /**
     * {@code select:PRIVATE:safe}, the private elements of PS3.15 table E.3.10-1, or {@code select:PRIVATE:unsafe}, all other private
     * ones. Strict only.
     */
    record SelectPrivate(Span at, String written, boolean safe) implements Field {}

    /**
     * {@code content:121071,DCM,TEXT}: the value of each content item that has this concept name, at every depth of a Content
     * Sequence (PS3.3 C.17.3). REMOVE takes the whole item. Strict only.
     *
     * @param code Code Value of the concept name
     * @param scheme its Coding Scheme Designator
     * @param valueType Value Type (0040,A040); empty for any
     */
    record ContentItem(Span at, String written, String code, String scheme, String valueType) implements Field {
        /** The VR of the value of a Value Type, PS3.3 C.17.3.2; SQ where it is a sequence. */
        static final Map<String, Vr> VALUE_TYPES = Map.ofEntries(
                Map.entry("TEXT", Vr.UT),
                Map.entry("PNAME", Vr.PN),
                Map.entry("DATE", Vr.DA),
                Map.entry("TIME", Vr.TM),
                Map.entry("DATETIME", Vr.DT),
                Map.entry("UIDREF", Vr.UI),
                Map.entry("CODE", Vr.SQ),
                Map.entry("NUM", Vr.SQ),
                Map.entry("IMAGE", Vr.SQ),
                Map.entry("WAVEFORM", Vr.SQ),
                Map.entry("COMPOSITE", Vr.SQ),
                Map.entry("CONTAINER", Vr.SQ));
    }

    /** {@code fields:NAME}: each element of a {@code %fields} list, looked up again by its tag (Q18). */
    record FieldsOf(Span at, String written, String list) implements Field {}

    /** {@code values:NAME}: the elements that hold a value of a {@code %values} list. */
    record ValuesOf(Span at, String written, String list) implements Field {}

    /**
     * Compat only: any other text. It matches what it equals: a one-word dictionary name, or nothing (misspelt keywords,
     * {@code 0x} forms, unknown expanders).
     */
    record Other(Span at, String written) implements Field {}

    /** Compat only: an expander that is an error when it is worked out ({@code select:VR}). */
    record Faulty(Span at, String written, String reason) implements Field {}
}

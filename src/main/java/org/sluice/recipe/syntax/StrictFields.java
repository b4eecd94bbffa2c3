package org.sluice.recipe.syntax;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.dataset.ValueForms;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

/** Reads the field of an action or an entry, and refuses what could match nothing. */
final class StrictFields {
    private static final FieldReader FORMS = new FieldReader(Reading.STRICT);
    private static final List<String> EXPANDERS = List.of(
            "startswith", "endswith", "contains", "except", "allexcept", "select", "content", "fields", "values");
    private static final Pattern HEX_TAG = Pattern.compile("0[xX](\\p{XDigit}{8})");

    /** What a field stands behind: the word of an action, or of an entry of a list. */
    enum Use {
        ADD,
        BLANK,
        JITTER,
        KEEP,
        REMOVE,
        REPLACE,
        ENTRY
    }

    private final Problems problems;
    private final Expressions expressions;

    StrictFields(Problems problems) {
        this.problems = problems;
        this.expressions = new Expressions(problems);
    }

    @Nullable
    Field read(Span at, Tokens.Token token, Use use) {
        if (token.loneQuote() >= 0) {
            problems.error(
                    at.within(token.loneQuote() - token.start(), 1),
                    "expected the closing quote of this one (deid 0.4.12 drops it and ends the field there)");
            return null;
        }
        String written = token.text();
        if (use == Use.ADD) {
            return addTarget(at, written);
        }
        int errorsBefore = problems.errors();
        Field field = FORMS.read(at, written);
        check(field, use);
        return problems.errors() == errorsBefore ? field : null;
    }

    private void check(Field field, Use use) {
        if (field instanceof Field.Other other) {
            other(other.at(), other.written());
        } else if (field instanceof Field.Faulty faulty) {
            problems.error(faulty.at(), faulty.reason());
        } else if (field instanceof Field.Keyword keyword && keyword.mask() != -1) {
            problems.note(
                    keyword.at(),
                    "the element of every group is meant; deid 0.4.12 does not know keywords of repeating groups");
        } else if (field instanceof Field.Private element) {
            checkPrivate(element);
        } else if (field instanceof Field.NamePath path) {
            checkPath(path);
        } else if (field instanceof Field.Expander expander) {
            checkExpander(expander);
        } else if (field instanceof Field.SelectVr select) {
            checkVr(select);
        } else if (field instanceof Field.SelectGroup select && (select.group() & 0xFFFF_0000) != 0) {
            problems.error(select.at(), "expected a group number of at most four hexadecimal digits");
        } else if (field instanceof Field.SelectPrivate) {
            problems.note(field.at(), "deid 0.4.12 does not know select:PRIVATE and finds nothing");
        } else if (field instanceof Field.ContentItem) {
            checkContentItem(field, use);
        } else if (field instanceof Field.FieldsOf || field instanceof Field.ValuesOf) {
            checkList(field, use);
        }
    }

    private void checkContentItem(Field field, Use use) {
        if (use == Use.ENTRY) {
            problems.error(field.at(), "expected a field without content: for a list takes all elements of a tag");
            return;
        }
        problems.note(field.at(), "deid 0.4.12 does not know content: and finds nothing");
    }

    private void other(Span at, String written) {
        var hex = HEX_TAG.matcher(written);
        if (hex.matches()) {
            problems.fixable(at, "expected GGGGEEEE without 0x: here deid 0.4.12 finds nothing by 0x", hex.group(1));
        } else if (written.endsWith("#")) {
            String name = written.substring(0, written.length() - 1);
            problems.fixable(at.within(name.length(), 1), "expected white space before the # of a comment", " #");
        } else if (StrictActions.ACTIONS.contains(written.toUpperCase(Locale.ROOT))) {
            String action = written.toUpperCase(Locale.ROOT);
            problems.error(
                    at, "expected a field, found " + Quoted.text(written) + ", the name of an action (" + action + ")");
        } else if (written.startsWith("(")) {
            problems.error(at, "expected (GGGG,EEEE) or (GGGG,\"CREATOR\",EE), found " + Quoted.text(written));
        } else if (written.indexOf(':') >= 0) {
            unknownExpander(at, written);
        } else {
            problems.unknownKeyword(at, "expected the keyword of an element", written);
        }
    }

    private void unknownExpander(Span at, String written) {
        String word = written.substring(0, written.indexOf(':'));
        if (word.equalsIgnoreCase("select")) {
            problems.error(
                    at, "expected select:VR:XX, select:GROUP:hhhh, select:PRIVATE:safe or select:PRIVATE:unsafe");
            return;
        }
        if (word.equalsIgnoreCase("allfields")) {
            problems.unknown(at, "expected ALL for all fields", List.of("ALL"));
            return;
        }
        problems.misspelt(
                at.within(0, word.length()),
                "expected one of " + String.join(", ", EXPANDERS) + " before the colon, found " + Quoted.text(word),
                Suggestions.near(word, EXPANDERS));
    }

    private void checkPrivate(Field.Private element) {
        if (element.group() % 2 == 0) {
            problems.error(element.at(), "expected an odd group number: private elements have one");
        }
        if (Blanks.strip(element.creator()).isEmpty()) {
            problems.error(element.at(), "expected the name of a private creator between the quotes");
        }
    }

    /** What may be written as a private creator, PS3.5 7.8.1; what is looked for may be anything. */
    private void checkCreator(Field.Private element) {
        boolean reserved = element.group() < 9 || element.group() == 0xFFFF;
        if (element.group() % 2 != 0 && reserved) {
            problems.error(element.at(), "expected a group from 0009 to FFFD: PS3.5 7.8.1 reserves this one");
        }
        Optional<String> expected = ValueForms.expected(Vr.LO, element.creator());
        if (expected.isPresent() || element.creator().indexOf('\\') >= 0) {
            problems.error(element.at(), "expected a private creator of at most 64 characters, without a backslash");
        }
    }

    private void checkPath(Field.NamePath path) {
        int place = 0;
        for (int i = 0; i < path.keywords().size(); i++) {
            String keyword = path.keywords().get(i);
            Span at = path.at().within(place, keyword.length());
            Optional<Dictionary.Entry> entry = Keywords.anyCase(keyword);
            if (!keyword.isEmpty() && entry.isEmpty()) {
                problems.unknownKeyword(at, "expected the keyword of an element", keyword);
            }
            boolean last = i == path.keywords().size() - 1;
            if (!last && entry.isPresent() && entry.get().vr() != Vr.SQ) {
                problems.error(
                        at,
                        "expected a sequence before __, found an element of VR "
                                + entry.get().vr());
            }
            place += keyword.length() + 2;
        }
    }

    private void checkExpander(Field.Expander expander) {
        if (expander.written().regionMatches(true, 0, "allexcept:", 0, 10)) {
            problems.note(expander.at().within(0, 9), "read as except:; deid 0.4.12 does not know it and does nothing");
        }
        if (expander.expression().isEmpty()) {
            boolean except = expander.kind() == Field.Expander.Kind.EXCEPT;
            problems.warning(expander.at(), "an empty expression matches " + (except ? "no element" : "every element"));
        }
        expressions.check(expander.expression(), expander.expressionAt());
    }

    private void checkVr(Field.SelectVr select) {
        String wanted = select.written().substring(select.written().lastIndexOf(':') + 1);
        boolean known = Stream.of(Vr.values()).anyMatch(vr -> vr.name().equals(wanted.toUpperCase(Locale.ROOT)));
        if (!known) {
            int length = wanted.length();
            problems.error(
                    select.at().within(select.written().length() - length, length),
                    "expected a VR, found " + Quoted.text(wanted));
        }
    }

    private void checkList(Field list, Use use) {
        if (list.written().endsWith(":")) {
            problems.error(list.at(), "expected the name of a list after the colon");
        } else if (use == Use.ENTRY) {
            problems.error(list.at(), "expected elements: a list cannot be made of another list");
        } else if (use == Use.KEEP) {
            problems.warning(list.at(), "KEEP of a list does nothing, here as in deid 0.4.12; name the elements");
        }
    }

    /** ADD takes an exact keyword, or eight hexadecimal digits of an element whose VR is known (Q21, Q37). */
    private @Nullable Field addTarget(Span at, String written) {
        Field field = FORMS.read(at, written);
        if (field instanceof Field.Keyword keyword) {
            Dictionary.Entry entry = Keywords.anyCase(written).orElseThrow();
            if (!entry.keyword().equals(written)) {
                problems.misspelt(at, "expected the keyword in exact case after ADD", List.of(entry.keyword()));
                return null;
            }
            if (Keywords.isRepeating(entry)) {
                problems.fixable(
                        at, "expected one element: " + written + " occurs in several groups", Tag.hex(entry.tag()));
                return null;
            }
            return addable(at, entry) ? keyword : null;
        }
        if (field instanceof Field.Tag tag) {
            return addTag(tag);
        }
        if (field instanceof Field.Private element) {
            int errorsBefore = problems.errors();
            checkPrivate(element);
            checkCreator(element);
            return problems.errors() == errorsBefore ? element : null;
        }
        if (field instanceof Field.Other) {
            other(at, written);
        } else {
            problems.error(
                    at,
                    "expected one element after ADD: a keyword, eight hexadecimal digits, or (GGGG,\"CREATOR\",EE) and a VR");
        }
        return null;
    }

    private @Nullable Field addTag(Field.Tag tag) {
        if (tag.written().startsWith("(")) {
            problems.fixable(tag.at(), "expected a keyword or eight hexadecimal digits after ADD", Tag.hex(tag.tag()));
            return null;
        }
        Optional<Dictionary.Entry> entry = Dictionary.standard().byTag(tag.tag());
        if (entry.isEmpty()) {
            String found = Tag.isPrivate(tag.tag())
                    ? "a private element: write (GGGG,\"CREATOR\",EE) and its VR"
                    : "an element unknown to the dictionary";
            problems.error(tag.at(), "expected an element of known VR after ADD, found " + found);
            return null;
        }
        if (!addable(tag.at(), entry.get())) {
            return null;
        }
        problems.note(tag.at(), "a new element gets its VR, " + entry.get().vr() + "; deid 0.4.12 gives it ST");
        return tag;
    }

    private boolean addable(Span at, Dictionary.Entry entry) {
        if (Keywords.isProtected(entry) || Tag.isGroupLength(entry.tag())) {
            problems.error(at, "expected an element that may be changed: " + entry.name() + " is protected");
            return false;
        }
        return true;
    }
}

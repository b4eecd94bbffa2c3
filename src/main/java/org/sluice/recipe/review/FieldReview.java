package org.sluice.recipe.review;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;
import org.sluice.recipe.action.HeaderActions;
import org.sluice.recipe.field.FieldMatcher;
import org.sluice.recipe.instance.ElementNames;
import org.sluice.recipe.pattern.Expression;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.recipe.syntax.Action;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.LiteralRules;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.Value;
import org.sluice.text.Problem;

/**
 * Finds expressions of fields that no attribute has a name for, mostly a word that is misspelt, and texts that fit no attribute
 * that the expression takes.
 */
final class FieldReview {
    /** Creators of private elements that are seen in the field, PS3.15 table E.3.10-1 among them; in parts. */
    private static final List<String> CREATORS = List.of(
            "ACUSON",
            "ADAC",
            "AGFA",
            "AGFA-AG_HPState",
            "AMI",
            "CANON_MEC_MR3",
            "CARDIO-D.R. 1.0",
            "CTP",
            "DIDI TO PCR 1.1",
            "ELSCINT1",
            "FDMS 1.0",
            "FUJI PHOTO FILM",
            "GE Medical Systems",
            "GEHC_CT_ADVAPP_001",
            "GEIIS",
            "GEIIS PACS",
            "GEMS_ACQU_01",
            "GEMS_HELIOS_01",
            "GEMS_IDEN_01",
            "GEMS_PARM_01",
            "GEMS_PETD_01",
            "GEMS_SERS_01",
            "GEMS_Ultrasound_ImageGroup_001",
            "HITACHI",
            "HOLOGIC, Inc.",
            "INTEGRIS 1.0",
            "ISG shadow",
            "KODAK",
            "KONICA",
            "MERGE TECHNOLOGIES, INC.",
            "MITRA OBJECT UTF8 ATTRIBUTES 1.0",
            "NQHeader",
            "NQLeft",
            "NQRight",
            "PAPYRUS 3.0",
            "PHILIPS MR/PART",
            "Philips Imaging DD 001",
            "Philips MR Imaging DD 001",
            "Philips PET Private Group",
            "Philips ST80i",
            "PICKER",
            "RadWorks",
            "SIEMENS CSA HEADER",
            "SIEMENS MED",
            "SIEMENS MEDCOM HEADER",
            "SIEMENS MR HEADER",
            "SIEMENS SYNGO ULTRA-SOUND TOYON DATA STREAMING",
            "SIEMENS Ultrasound SC2000",
            "SPI RELEASE 1",
            "SPI-P Release 1",
            "TOSHIBA_MEC_CT_1.0",
            "TOSHIBA_MEC_MR3",
            "Varian Medical Systems VISION 3253",
            "VEPRO VIM 5.0 DATA",
            "XERES");

    private static final Pattern CLASS_OR_ESCAPE =
            Pattern.compile("\\[[^\\]]*\\]|\\\\.|\\(\\?[a-z:]*|.(?:\\?|\\*|\\{0)");
    private static final Pattern BEYOND_A_TAG = Pattern.compile("[g-z _\"]");
    /** Letters with single underscores between them: of a path there are two. */
    private static final Pattern WORD_OF_A_CREATOR = Pattern.compile("[a-z0-9]+(?:_[a-z0-9]+)*");

    private static final int SOME_PRIVATE = 0x0009_1001;
    private static final Pattern WILDCARD = Pattern.compile("\\.|\\\\w|\\[");

    private final Recipe recipe;
    private final HeaderActions actions;
    private final List<ReviewedElements.Element> listed;
    private final List<String> creators;

    FieldReview(Recipe recipe, HeaderActions actions, ReviewedElements elements) {
        this.recipe = recipe;
        this.actions = actions;
        this.listed = StreamSupport.stream(elements.all().spliterator(), false)
                .filter(ReviewedElements.Element::isListed)
                .toList();
        this.creators = Stream.concat(
                        CREATORS.stream(),
                        recipe.header().stream()
                                .map(action -> action.field())
                                .filter(Field.Private.class::isInstance)
                                .map(field -> ((Field.Private) field).creator()))
                .toList();
    }

    void warn(List<Problem> warnings) {
        Stream<Field> inLists = Stream.concat(
                        recipe.fieldLists().stream().flatMap(list -> list.entries().stream()),
                        recipe.valueLists().stream().flatMap(list -> list.entries().stream()))
                .map(entry -> entry.field());
        Stream.concat(recipe.header().stream().map(action -> action.field()), inLists)
                .filter(Field.Expander.class::isInstance)
                .map(Field.Expander.class::cast)
                .filter(this::meansNothing)
                .forEach(expander -> warnings.add(Problem.warning(
                        expander.expressionAt(),
                        "no attribute of the dictionary has such a name, and no private element that is known"
                                + (expander.kind() == Field.Expander.Kind.EXCEPT
                                        ? ": all elements are taken"
                                        : ": nothing is taken"),
                        recipe.line(expander.at()))));
        warnOfMisfits(warnings);
    }

    private boolean meansNothing(Field.Expander expander) {
        int number = actions.number(expander);
        boolean found = expander.kind() != Field.Expander.Kind.EXCEPT;
        return listed.stream().noneMatch(element -> element.isMeantBy(number) == found) && meansOnlyListed(expander);
    }

    private boolean meansOnlyListed(Field.Expander expander) {
        return !mayBeATag(expander.expression()) && !mayBePrivateOrAPath(expander);
    }

    /** A text that fits none of the elements meant: where one of them is, the instance cannot be written (Q20). */
    private void warnOfMisfits(List<Problem> warnings) {
        for (Action action : recipe.header()) {
            if (action instanceof Action.Replace replace
                    && replace.field() instanceof Field.Expander expander
                    && replace.value() instanceof Value.Literal literal
                    && fitsNothing(expander, literal.written())) {
                warnings.add(Problem.warning(
                        literal.at(),
                        "the text fits no element that " + expander.written()
                                + " takes: every instance with one is quarantined",
                        recipe.line(literal.at())));
            }
        }
    }

    private boolean fitsNothing(Field.Expander expander, String text) {
        int number = actions.number(expander);
        List<Vr> vrs = listed.stream()
                .filter(element -> element.isMeantBy(number))
                .map(element -> element.kind().vr())
                .filter(vr -> vr != Vr.SQ)
                .distinct()
                .toList();
        return !text.isEmpty()
                && !vrs.isEmpty()
                && expander.kind() != Field.Expander.Kind.EXCEPT
                && vrs.stream().allMatch(vr -> LiteralRules.of(vr, text).isPresent())
                && meansOnlyListed(expander);
    }

    /** Whether some part of the expression asks for no letter that a tag has not: then it may be a private one. */
    private static boolean mayBeATag(String expression) {
        String bare =
                CLASS_OR_ESCAPE.matcher(expression.toLowerCase(Locale.ROOT)).replaceAll("");
        return Stream.of(bare.split("\\|", -1))
                .anyMatch(part -> !BEYOND_A_TAG.matcher(part).find());
    }

    private boolean mayBePrivateOrAPath(Field.Expander expander) {
        String lower = expander.expression().toLowerCase(Locale.ROOT);
        boolean oneWord = WORD_OF_A_CREATOR.matcher(lower).matches();
        if (lower.indexOf('"') >= 0 || (lower.indexOf('_') >= 0 && !oneWord)) return true;
        try {
            return meansKnownCreator(compiled(FieldMatcher.source(expander)))
                    || (WILDCARD.matcher(lower).find() && compiled(lower).isIn(path()));
        } catch (PatternException refused) {
            return true;
        }
    }

    private static Expression compiled(String source) {
        return Expression.compile(source, Expression.Case.IGNORED, Expression.Engine.LINEAR);
    }

    private boolean meansKnownCreator(Expression expression) {
        return expression.isIn(ElementNames.name(SOME_PRIVATE, null, Reading.STRICT))
                || creators.stream()
                        .map(creator -> "0009,\"" + creator + "\",01")
                        .anyMatch(block -> expression.isIn(block) || expression.isIn("(" + block + ")"));
    }

    /** All keywords in a row, twice, so that any of them follows any other: what no such path has, none has. */
    private String path() {
        String once = StreamSupport.stream(Dictionary.standard().entries().spliterator(), false)
                .map(Dictionary.Entry::keyword)
                .collect(Collectors.joining("__"));
        return once + "__" + once;
    }
}

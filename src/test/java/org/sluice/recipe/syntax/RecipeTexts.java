package org.sluice.recipe.syntax;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random recipes that a strict reading accepts, in random layouts. */
final class RecipeTexts {
    private static final List<String> KEYWORDS =
            List.of("Modality", "PatientName", "ImageType", "Rows", "StudyDescription", "0x00100020", "0x00091001");
    private static final List<String> FIELDS = List.of(
            "ALL",
            "patientname",
            "PatientComments",
            "(0010,4000)",
            "00104000",
            "(0009,\"ACME 1.1\",02)",
            "0033,\"Siemens: Thorax\",16",
            "OtherPatientIDsSequence__IssuerOfPatientID",
            "(0010,1002)__1__(0010,0021)",
            "startswith:Patient",
            "EndsWith:Date",
            "contains:a|b",
            "except:\"x y\"",
            "select:VR:PN",
            "select:group:0010",
            "fields:mine",
            "values:theirs");
    private static final List<String> VALUES = List.of(
            "x",
            "two  words",
            "var:id",
            "func:pseudonym",
            "deid_func:basic_uuid",
            "\"quoted  text\"",
            "O'Brien",
            "a\\b");

    private RecipeTexts() {}

    static Arbitrary<String> recipes() {
        Arbitrary<String> section = Arbitraries.oneOf(filter(), header(), fieldList(), valueList());
        return section.list()
                .ofMaxSize(6)
                .map(sections -> "# head\n  FORMAT dicom\n%fields mine\nFIELD StudyID\n%values theirs\nFIELD StudyID\n"
                        + String.join("", sections));
    }

    private static Arbitrary<String> blanks() {
        return Arbitraries.of(" ", "  ", "\t", " \t ");
    }

    private static Arbitrary<String> comment() {
        return Arbitraries.of("", "", "", " # why", "  #why", "\t# a # b");
    }

    private static Arbitrary<String> filler() {
        return Arbitraries.of("", "", "\n", "\n\n\n", "# on its own\n", "\n   # indented\n\n", "\t\n");
    }

    private static Arbitrary<String> filter() {
        Arbitrary<String> head = Combinators.combine(Arbitraries.of("%filter ", "%FILTER  "), word(), comment())
                .as((section, name, comment) -> section + name + comment + "\n");
        return Combinators.combine(head, label().list().ofMinSize(1).ofMaxSize(4))
                .as((start, labels) -> start + String.join("", labels));
    }

    private static Arbitrary<String> label() {
        Arbitrary<String> member = Arbitraries.oneOf(criteriaLine(), coordinates());
        return Combinators.combine(
                        filler(),
                        Arbitraries.of("LABEL ", "label ", "Label  "),
                        word(),
                        comment(),
                        Combinators.combine(member, filler())
                                .as((line, filler) -> line + filler)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(5))
                .as((filler, label, name, comment, members) ->
                        filler + label + name + comment + "\n" + String.join("", members));
    }

    private static Arbitrary<String> criteriaLine() {
        Arbitrary<String> more = Combinators.combine(Arbitraries.of("+", " + ", "||", "  || "), criterion())
                .as((operator, criterion) -> operator + criterion);
        return Combinators.combine(
                        Arbitraries.of("", "  ", "\t"),
                        Arbitraries.of("", "+", "+ ", "||", "||  "),
                        criterion(),
                        more.list().ofMaxSize(3),
                        comment())
                .as((indent, operator, first, others, comment) ->
                        indent + operator + first + String.join("", others) + comment + "\n");
    }

    private static Arbitrary<String> criterion() {
        Arbitrary<String> valued = Combinators.combine(
                        Arbitraries.of("contains", "NotContains", "equals", "NOTEQUALS"),
                        blanks(),
                        Arbitraries.of(KEYWORDS),
                        blanks(),
                        Arbitraries.of("CT", "a  b", "A+B", "x||y", "^a.c$", "a#1", "\\d{2}", "é"))
                .as((filter, gap, field, next, value) -> filter + gap + field + next + value);
        Arbitrary<String> bare = Combinators.combine(
                        Arbitraries.of("missing", "PRESENT", "empty"), blanks(), Arbitraries.of(KEYWORDS))
                .as((filter, gap, field) -> filter + gap + field);
        return Arbitraries.oneOf(valued, bare);
    }

    private static Arbitrary<String> coordinates() {
        return Combinators.combine(
                        Arbitraries.of(
                                "coordinates all",
                                "  KeepCoordinates 1,2, 3,4",
                                "ctpcoordinates 1,2,3,4",
                                "ctpkeepcoordinates  all",
                                "coordinates from:SequenceOfUltrasoundRegions"),
                        comment())
                .as((line, comment) -> line + comment + "\n");
    }

    private static Arbitrary<String> header() {
        Arbitrary<String> bare = Combinators.combine(
                        Arbitraries.of("REMOVE", "BLANK", "KEEP"), blanks(), Arbitraries.of(FIELDS))
                .as((action, gap, field) -> action + gap + field);
        Arbitrary<String> replace = Combinators.combine(
                        blanks(), Arbitraries.of(FIELDS), blanks(), Arbitraries.of(VALUES))
                .as((gap, field, next, value) -> "REPLACE" + gap + field + next + value);
        Arbitrary<String> fixed = Arbitraries.of(
                "ADD PatientIdentityRemoved YES",
                "JITTER StudyDate -5",
                "JITTER endswith:Date var:days",
                "REMOVE ALL func:pseudonym",
                "ADD 00181000 SN",
                "REPLACE StudyDate deid_func:jitter  days=1 years=2");
        Arbitrary<String> action = Combinators.combine(Arbitraries.oneOf(bare, replace, fixed), comment(), filler())
                .as((line, comment, filler) -> line + comment + "\n" + filler);
        return action.list().ofMaxSize(6).map(actions -> "%header\n" + String.join("", actions));
    }

    private static Arbitrary<String> fieldList() {
        return Combinators.combine(word(), Arbitraries.of("FIELD PatientID", "FIELD contains:x"), comment())
                .as((name, entry, comment) -> "%fields " + name + "\n" + entry + comment + "\n");
    }

    private static Arbitrary<String> valueList() {
        Arbitrary<String> entry = Arbitraries.of(
                "FIELD PatientID",
                "SPLIT PatientName",
                "SPLIT PatientName by=^",
                "SPLIT StudyID by=\"  \";minlength=4",
                "SPLIT PatientName minlength=3;by='^'");
        return Combinators.combine(word(), entry, comment())
                .as((name, line, comment) -> "%values " + name + "\n" + line + comment + "\n");
    }

    private static Arbitrary<String> word() {
        return Arbitraries.of("one", "two words", "Drei", "label inside", "LABEL", "vier-4", "x  y");
    }
}

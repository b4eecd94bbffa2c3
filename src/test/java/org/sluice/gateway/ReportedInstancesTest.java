package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.Entrances.Answer;
import org.sluice.gateway.Entrances.Sent;
import org.sluice.gateway.Entrances.Way;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.SharedFolder;
import org.sluice.peers.Syntax;

/** Instances of the kinds that people reported to have passed a filter, or to have kept a name: each stops, or loses it. */
class ReportedInstancesTest {
    private static final String SECRET = "SECRET";
    private static final int LARGE = 70_000;
    private static final String OUT_OF_ORDER = "out-of-order";
    private static final String DUPLICATE_ELEMENT = "duplicate-element";

    private static final int INSTANCE_CREATION_DATE = 0x00080012;
    private static final int SOP_CLASS_UID = 0x00080016;
    private static final int SOP_INSTANCE_UID = 0x00080018;
    private static final int REFERENCED_IMAGE_SEQUENCE = 0x00081140;
    private static final int PRIVATE_CREATOR = 0x00090010;
    private static final int PRIVATE = 0x00091001;
    private static final int PATIENT_NAME = 0x00100010;
    private static final int PATIENT_ID = 0x00100020;
    private static final int PATIENT_SEX = 0x00100040;
    private static final int STUDY_ID = 0x00200010;
    private static final int BURNED_IN_ANNOTATION = 0x00280301;
    private static final int LUT_EXPLANATION = 0x00283003;
    private static final int LUT_DATA = 0x00283006;
    private static final int VOI_LUT_SEQUENCE = 0x00283010;
    private static final int STEP_DESCRIPTION = 0x00400007;
    private static final int REQUEST_ATTRIBUTES_SEQUENCE = 0x00400275;
    private static final int PLACER_ORDER_NUMBER = 0x00402016;
    private static final int PIXEL_DATA = 0x7FE00010;
    private static final int DATA_SET_TRAILING_PADDING = 0xFFFCFFFC;

    // The recipes by their place in the list.
    private static final int CRITERIA = 0;
    private static final int FLAG_ME = 1;
    private static final int PIXELS = 2;
    private static final int VALUES = 3;
    private static final int ORDER_NUMBER = 4;

    private static final List<String> RECIPES = List.of("""
            FORMAT dicom
            %filter sex
            LABEL male
            equals PatientSex M
            %filter burned
            LABEL burned
            contains BurnedInAnnotation ^YES
            %header
            REMOVE PatientName
            REMOVE PatientID
            """, """
            FORMAT dicom
            %filter flagme
            LABEL flag me
            equals PatientID FLAGME
            %header
            REMOVE PatientName
            REPLACE PatientID ANON
            """, """
            FORMAT dicom
            %filter pixels
            LABEL has pixels
            present PixelData
            %filter padded
            LABEL padded
            present DataSetTrailingPadding
            """, """
            FORMAT dicom
            %values names
            FIELD 7FE11001
            %header
            REMOVE values:names
            """, """
            FORMAT dicom
            %filter order
            LABEL order
            contains PlacerOrderNumberImagingServiceRequest ^SECRET
            """);

    /** The reported files, each with its recipe, its verdict, the verdict where contradictions are accepted, and when it shows. */
    private static final String REPORTED = """
            sex-after-pixel-data.dcm              | criteria                 | out-of-order      | flagged [sex    | LATE
            burned-in-behind-70-kb-lut.dcm        | criteria                 | out-of-order      | flagged [burned | LATE
            duplicate-sex-f-m.dcm                 | criteria                 | duplicate-element | flagged [sex    | SOON
            dup_id_flag_second.dcm                | dup                      | duplicate-element | flagged [flagme | SOON
            dup_name.dcm                          | dup                      | out-of-order      | clean           | SOON
            after_pixel.dcm                       | dup                      | out-of-order      | clean           | LATE
            after_pixel_flag.dcm                  | dup                      | out-of-order      | flagged [flagme | LATE
            after_fffc.dcm                        | dup                      | out-of-order      | flagged [flagme | LATE
            outoforder_after20.dcm                | dup                      | out-of-order      | clean           | SOON
            explicit-sent-as-implicit.dcm         | criteria                 | wrong-encoding    | wrong-encoding  | SOON
            name-in-voi-lut-sequence.dcm          | criteria                 | clean             | clean           | SOON
            name-in-implicit-private-sequence.dcm | criteria                 | clean             | clean           | SOON
            un_seq.dcm                            | dup                      | clean             | clean           | SOON
            un_deflen_seq_std_tag.dcm             | dup                      | clean             | clean           | SOON
            pixel-data-present.dcm                | pixel-data-present       | flagged [pixels   | flagged [pixels | SOON
            values-behind-pixel-data.dcm          | values-behind-pixel-data | clean             | clean           | SOON
            """;

    private final Path folder;
    private final Map<String, Case> cases = new LinkedHashMap<>();

    ReportedInstancesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /**
     * What an instance is to meet.
     *
     * @param expected how the verdict begins, {@code clean} when the names are to be gone
     * @param accepted the same on routes that accept contradictions
     * @param shows when it can be known
     */
    private record Case(Sent sent, int recipe, String expected, String accepted, Shows shows) {}

    private enum Shows {
        SOON,
        /** Only behind the pixel data, or behind another bulk value. */
        LATE
    }

    @Test
    void everyEntranceStopsWhatIsOutOfOrder() throws Exception {
        late(
                        "sex behind pixel data",
                        CRITERIA,
                        withPixels(explicit().text(PATIENT_NAME, "PN", "DOE")).text(PATIENT_SEX, "CS", "M"))
                .meets(OUT_OF_ORDER, "flagged [sex");
        RawDataSet lut = explicit().value(LUT_DATA, "OW", new byte[LARGE]).text(BURNED_IN_ANNOTATION, "CS", "YES");
        late("burned-in behind a large LUT", CRITERIA, withPixels(lut)).meets(OUT_OF_ORDER, "flagged [burned");
        late(
                        "name behind pixel data",
                        FLAG_ME,
                        withPixels(explicit().text(PATIENT_ID, "LO", "ID1")).text(PATIENT_NAME, "PN", SECRET))
                .meets(OUT_OF_ORDER, "clean");
        late("flag behind pixel data", FLAG_ME, withPixels(explicit()).text(PATIENT_ID, "LO", "FLAGME"))
                .meets(OUT_OF_ORDER, "flagged [flagme");
        RawDataSet padded = withPixels(explicit()).value(DATA_SET_TRAILING_PADDING, "OB", new byte[4]);
        late(
                        "behind the padding",
                        FLAG_ME,
                        padded.text(PATIENT_NAME, "PN", SECRET).text(PATIENT_ID, "LO", "FLAGME"))
                .meets(OUT_OF_ORDER, "flagged [flagme");
        RawDataSet study = explicit().text(STUDY_ID, "SH", "1").text(PATIENT_ID, "LO", "FLAGME");
        soon("patient behind the study", FLAG_ME, withPixels(study)).meets(OUT_OF_ORDER, "flagged [flagme");
        byte[] item = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(STEP_DESCRIPTION, "LO", "x")
                .text(PATIENT_NAME, "PN", SECRET)
                .item(End.LENGTH);
        RawDataSet sequence = explicit().sequence(REQUEST_ATTRIBUTES_SEQUENCE, "SQ", End.LENGTH, item);
        soon("in an item", CRITERIA, withPixels(sequence)).meets(OUT_OF_ORDER, "clean");
        answersAsExpected(RECIPES);
    }

    @Test
    void everyEntranceStopsAnInstanceWithAnElementTwice() throws Exception {
        soon("sex twice", CRITERIA, withPixels(twice(PATIENT_SEX, "CS", "F", "M")))
                .meets(DUPLICATE_ELEMENT, "flagged [sex");
        soon("sex twice, M first", CRITERIA, withPixels(twice(PATIENT_SEX, "CS", "M", "F")))
                .meets(DUPLICATE_ELEMENT, "flagged [sex");
        soon("flag second", FLAG_ME, withPixels(twice(PATIENT_ID, "LO", "P1", "FLAGME")))
                .meets(DUPLICATE_ELEMENT, "flagged [flagme");
        soon("name twice", FLAG_ME, withPixels(twice(PATIENT_NAME, "PN", "SECRET^A", "SECRET^B")))
                .meets(DUPLICATE_ELEMENT, "clean");
        late(
                        "name behind pixel data again",
                        FLAG_ME,
                        withPixels(explicit().text(PATIENT_NAME, "PN", "SECRET^A"))
                                .text(PATIENT_NAME, "PN", "SECRET^B"))
                .meets(OUT_OF_ORDER, "clean");
        answersAsExpected(RECIPES);
    }

    @Test
    void everyEntranceStopsADataSetInAnotherEncodingThanItsTransferSyntax() throws Exception {
        RawDataSet asImplicit = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(INSTANCE_CREATION_DATE, "DA", "20200101")
                .text(SOP_CLASS_UID, "UI", RawDataSet.SOP_CLASS)
                .text(SOP_INSTANCE_UID, "UI", nextUid())
                .text(PATIENT_NAME, "PN", SECRET);
        // Read as implicit, "DA" and the length 8 of the first element are one length, which ends with the data set.
        int swallowed = 8 << 16 | 'A' << 8 | 'D';
        asImplicit.value(PIXEL_DATA, "OW", new byte[swallowed + 8 - asImplicit.bytes().length - 12]);
        given("explicit as implicit", Syntax.IMPLICIT_LITTLE_ENDIAN, CRITERIA, asImplicit, Shows.SOON)
                .meets("wrong-encoding", "wrong-encoding");
        RawDataSet asExplicit = implicit().text(PATIENT_NAME, "PN", SECRET);
        given("implicit as explicit", Syntax.EXPLICIT_LITTLE_ENDIAN, CRITERIA, asExplicit, Shows.SOON)
                .meets("wrong-encoding", "wrong-encoding");
        answersAsExpected(RECIPES);
    }

    @Test
    void everyEntranceReachesTheNamesInSequences() throws Exception {
        byte[] lut = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(PATIENT_NAME, "PN", SECRET)
                .text(LUT_EXPLANATION, "LO", "x")
                .value(LUT_DATA, "OW", new byte[8])
                .item(End.LENGTH);
        RawDataSet voi = explicit().sequence(VOI_LUT_SEQUENCE, "SQ", End.LENGTH, lut);
        soon("name in a VOI LUT", CRITERIA, withPixels(voi)).meets("clean", "clean");
        for (End end : List.of(End.LENGTH, End.DELIMITER)) {
            RawDataSet unknown = explicit().text(PRIVATE_CREATOR, "LO", "PRIV").sequence(PRIVATE, "UN", end, secret());
            soon("name in a private UN, " + end, CRITERIA, withPixels(unknown)).meets("clean", "clean");
            RawDataSet standard = explicit().sequence(REFERENCED_IMAGE_SEQUENCE, "UN", end, secret());
            soon("name in a standard UN, " + end, CRITERIA, withPixels(standard))
                    .meets("clean", "clean");
            RawDataSet implicit = implicit().text(PRIVATE_CREATOR, "LO", "ACME").sequence(PRIVATE, "SQ", end, secret());
            soon("name in a private sequence, implicit, " + end, CRITERIA, withPixels(implicit))
                    .meets("clean", "clean");
        }
        answersAsExpected(RECIPES);
    }

    @Test
    void everyEntranceReachesANameBehindThePixelDataThatAListNames() throws Exception {
        RawDataSet list = withPixels(explicit().text(PATIENT_NAME, "PN", SECRET))
                .text(0x7FE10010, "LO", "ACME")
                .text(0x7FE11001, "LO", SECRET);
        soon("name behind pixel data", VALUES, list).meets("clean", "clean");
        answersAsExpected(RECIPES);
    }

    /** What a filter asks for is read whatever stands before it: the verdict is there before anything is sent. */
    @Test
    void everyEntranceSeesWhatAFilterAsksForBehindALargeValue() throws Exception {
        RawDataSet large = explicit().text(0x00190010, "LO", "ACME").value(0x00191010, "OB", new byte[LARGE]);
        soon("burned-in", CRITERIA, withPixels(large.text(BURNED_IN_ANNOTATION, "CS", "YES")))
                .meets("flagged [burned", "flagged [burned");
        soon("pixel data", PIXELS, withPixels(explicit())).meets("flagged [pixels", "flagged [pixels");
        soon("padding", PIXELS, withPixels(explicit()).value(DATA_SET_TRAILING_PADDING, "OB", new byte[4]))
                .meets("flagged [pixels", "flagged [pixels");
        RawDataSet order = explicit().text(0x00290010, "LO", "ACME").value(0x00291010, "OB", new byte[LARGE]);
        soon("order", ORDER_NUMBER, withPixels(order.text(PLACER_ORDER_NUMBER, "LO", "SECRET1")))
                .meets("flagged [order", "flagged [order");
        answersAsExpected(RECIPES);
    }

    @Test
    void everyEntranceAnswersTheReportedFilesAsWrittenDown() throws Exception {
        Path closed = SharedFolder.require("reports/closed");
        List<String> recipeNames = List.of("criteria", "dup", "pixel-data-present", "values-behind-pixel-data");
        for (String line : REPORTED.lines().toList()) {
            List<String> cells = List.of(line.split(" *\\| *"));
            Path file = closed.resolve(cells.get(0));
            DataSetBytes bytes = DataSetBytes.of(file);
            Sent sent = new Sent(file, bytes.metaUid(0x00020002), bytes.metaUid(0x00020003), bytes.transferSyntaxUid());
            Shows shows = Shows.valueOf(cells.get(4));
            int recipe = recipeNames.indexOf(cells.get(1));
            cases.put(cells.get(0), new Case(sent, recipe, cells.get(2), cells.get(3), shows));
        }
        List<String> recipes = new ArrayList<>();
        for (String name : recipeNames) {
            recipes.add(Files.readString(closed.resolve(name + ".deid")));
        }
        answersAsExpected(recipes);
    }

    // ---- instances

    private RawDataSet explicit() {
        return RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, nextUid());
    }

    private RawDataSet implicit() {
        return RawDataSet.instance(Syntax.IMPLICIT_LITTLE_ENDIAN, nextUid());
    }

    private RawDataSet twice(int tag, String vr, String first, String second) {
        return explicit().text(tag, vr, first).text(tag, vr, second);
    }

    private static RawDataSet withPixels(RawDataSet to) {
        return to.value(PIXEL_DATA, "OW", new byte[100_000]);
    }

    /** An item with a name and an ID, as it stands in a UN: implicit little endian, PS3.5 6.2.2. */
    private static byte[] secret() {
        return new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN)
                .text(PATIENT_NAME, "PN", SECRET)
                .text(PATIENT_ID, "LO", "SECRETID")
                .item(End.DELIMITER);
    }

    /** Of the case that is put together now. */
    private String nextUid() {
        return "2.25.51." + (cases.size() + 1);
    }

    private Given soon(String name, int recipe, RawDataSet dataSet) {
        return given(name, dataSet.syntax(), recipe, dataSet, Shows.SOON);
    }

    private Given late(String name, int recipe, RawDataSet dataSet) {
        return given(name, dataSet.syntax(), recipe, dataSet, Shows.LATE);
    }

    private Given given(String name, Syntax syntax, int recipe, RawDataSet dataSet, Shows shows) {
        String uid = nextUid();
        Path file = RawDataSet.write(folder.resolve("case" + cases.size() + ".dcm"), syntax, uid, dataSet.bytes());
        Sent sent = new Sent(file, RawDataSet.SOP_CLASS, uid, syntax.uid());
        return (expected, accepted) -> cases.put(name, new Case(sent, recipe, expected, accepted, shows));
    }

    /** A case without its end: what it meets, and what it meets where contradictions are accepted. */
    private interface Given {
        void meets(String expected, String accepted);
    }

    // ---- comparing

    private void answersAsExpected(List<String> recipes) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Entrances entrances = new Entrances(folder, recipes)) {
            for (Map.Entry<String, Case> each : cases.entrySet()) {
                answers(entrances, each.getValue()).forEach((entrance, answer) -> {
                    Case one = each.getValue();
                    boolean accepting = entrance.startsWith("ACCEPTING");
                    String expected = accepting ? one.accepted() : one.expected();
                    if (entrance.equals("CUT_THROUGH") && one.shows() == Shows.LATE) {
                        expected = "refused C000";
                    }
                    String found = answer.verdict() + (holdsSecret(answer) ? " with the name" : "");
                    if (!begins(found, expected)) {
                        wrong.add(each.getKey() + " at " + entrance + ": expected " + expected + ", found " + found);
                    }
                });
            }
            assertThat(wrong).isEmpty();
            assertThat(entrances.unexpected()).isEmpty();
        }
    }

    /** A clean verdict is the whole of it, with the name gone. */
    private static boolean begins(String found, String expected) {
        return expected.equals("clean") ? found.equals("clean") : found.startsWith(expected);
    }

    private static boolean holdsSecret(Answer answer) {
        return answer.dataSet().isPresent()
                && new String(answer.dataSet().get(), StandardCharsets.ISO_8859_1).contains(SECRET);
    }

    /** By entrance. */
    private static Map<String, Answer> answers(Entrances entrances, Case one) throws IOException, InterruptedException {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Way way : Way.values()) {
            answers.put(way.name(), entrances.send(way, one.recipe(), one.sent()));
        }
        List<Sent> only = List.of(one.sent());
        answers.put(
                "inspect",
                Answer.stopped(
                        entrances.inspected(one.recipe(), only).get(one.sent().name())));
        JsonNode line = entrances.evaluated(one.recipe(), only).get(one.sent().name());
        answers.put("evaluate", Answer.stopped(Entrances.verdict(line)));
        byte[] written = entrances.written(one.recipe(), only).get(one.sent().name());
        boolean clean = one.expected().equals("clean");
        if (clean) {
            answers.put("identifiers put", new Answer("clean", Optional.ofNullable(written)));
        } else if (written != null && !one.expected().startsWith("flagged")) {
            answers.put("identifiers put", Answer.stopped("written all the same"));
        }
        return answers;
    }
}

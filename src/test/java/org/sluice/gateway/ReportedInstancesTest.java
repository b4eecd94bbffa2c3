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
import java.util.function.UnaryOperator;
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
    private static final int PIXEL_DATA = 0x7FE00010;
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
     * @param seenLate whether that shows only behind the pixel data, or behind another bulk value
     */
    private record Case(Sent sent, int recipe, String expected, String accepted, boolean seenLate) {}

    @Test
    void everyEntranceStopsWhatContradictsItselfAndReachesEveryName() throws Exception {
        outOfOrder();
        twice();
        otherEncoding();
        names();
        seenByFilters();
        answersAsExpected();
    }

    private void outOfOrder() {
        explicit("sex behind pixel data", CRITERIA, "out-of-order", "flagged [sex", true, to -> pixels(
                        to.text(0x00100010, "PN", "DOE"))
                .text(0x00100040, "CS", "M"));
        explicit(
                "burned-in behind a large LUT",
                CRITERIA,
                "out-of-order",
                "flagged [burned",
                true,
                to -> pixels(to.value(0x00283006, "OW", new byte[70_000]).text(0x00280301, "CS", "YES")));
        explicit("name behind pixel data", FLAG_ME, "out-of-order", "clean", true, to -> pixels(
                        to.text(0x00100020, "LO", "ID1"))
                .text(0x00100010, "PN", SECRET));
        explicit("flag behind pixel data", FLAG_ME, "out-of-order", "flagged [flagme", true, to -> pixels(to)
                .text(0x00100020, "LO", "FLAGME"));
        explicit("behind the padding", FLAG_ME, "out-of-order", "flagged [flagme", true, to -> pixels(to)
                .value(0xFFFCFFFC, "OB", new byte[4])
                .text(0x00100010, "PN", SECRET)
                .text(0x00100020, "LO", "FLAGME"));
        explicit(
                "patient behind the study",
                FLAG_ME,
                "out-of-order",
                "flagged [flagme",
                false,
                to -> pixels(to.text(0x00200010, "SH", "1").text(0x00100020, "LO", "FLAGME")));
        explicit(
                "in an item",
                CRITERIA,
                "out-of-order",
                "clean",
                false,
                to -> pixels(to.sequence(
                        0x00400275,
                        "SQ",
                        End.LENGTH,
                        new RawDataSet(to.syntax())
                                .text(0x00400007, "LO", "x")
                                .text(0x00100010, "PN", SECRET)
                                .item(End.LENGTH))));
    }

    private void twice() {
        explicit(
                "sex twice",
                CRITERIA,
                "duplicate-element",
                "flagged [sex",
                false,
                to -> pixels(to.text(0x00100040, "CS", "F").text(0x00100040, "CS", "M")));
        explicit(
                "sex twice, M first",
                CRITERIA,
                "duplicate-element",
                "flagged [sex",
                false,
                to -> pixels(to.text(0x00100040, "CS", "M").text(0x00100040, "CS", "F")));
        explicit(
                "flag second",
                FLAG_ME,
                "duplicate-element",
                "flagged [flagme",
                false,
                to -> pixels(to.text(0x00100020, "LO", "P1").text(0x00100020, "LO", "FLAGME")));
        explicit(
                "name twice",
                FLAG_ME,
                "duplicate-element",
                "clean",
                false,
                to -> pixels(to.text(0x00100010, "PN", "SECRET^A").text(0x00100010, "PN", "SECRET^B")));
        explicit("name behind pixel data again", FLAG_ME, "out-of-order", "clean", true, to -> pixels(
                        to.text(0x00100010, "PN", "SECRET^A"))
                .text(0x00100010, "PN", "SECRET^B"));
    }

    private void otherEncoding() {
        String uid = "2.25.50.1";
        RawDataSet dataSet = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00080012, "DA", "20200101")
                .text(0x00080016, "UI", RawDataSet.SOP_CLASS)
                .text(0x00080018, "UI", uid)
                .text(0x00100010, "PN", SECRET);
        int swallowed = 8 << 16 | 'A' << 8 | 'D';
        dataSet.value(PIXEL_DATA, "OW", new byte[swallowed + 8 - dataSet.bytes().length - 12]);
        add("explicit as implicit", Syntax.IMPLICIT_LITTLE_ENDIAN, uid, dataSet, CRITERIA, "wrong-encoding", false);
        String other = "2.25.50.2";
        RawDataSet reverse =
                RawDataSet.instance(Syntax.IMPLICIT_LITTLE_ENDIAN, other).text(0x00100010, "PN", SECRET);
        add("implicit as explicit", Syntax.EXPLICIT_LITTLE_ENDIAN, other, reverse, CRITERIA, "wrong-encoding", false);
    }

    private void names() {
        explicit(
                "name in a VOI LUT",
                CRITERIA,
                "clean",
                "clean",
                false,
                to -> pixels(to.sequence(
                        0x00283010,
                        "SQ",
                        End.LENGTH,
                        new RawDataSet(to.syntax())
                                .text(0x00100010, "PN", SECRET)
                                .text(0x00283003, "LO", "x")
                                .value(0x00283006, "OW", new byte[8])
                                .item(End.LENGTH))));
        for (End end : List.of(End.LENGTH, End.DELIMITER)) {
            explicit(
                    "name in a private UN, " + end,
                    CRITERIA,
                    "clean",
                    "clean",
                    false,
                    to -> pixels(to.text(0x00090010, "LO", "PRIV")
                            .sequence(0x00091001, "UN", end, secretItem(Syntax.IMPLICIT_LITTLE_ENDIAN))));
            explicit(
                    "name in a standard UN, " + end,
                    CRITERIA,
                    "clean",
                    "clean",
                    false,
                    to -> pixels(to.sequence(0x00081140, "UN", end, secretItem(Syntax.IMPLICIT_LITTLE_ENDIAN))));
            instance(
                    "name in a private sequence, implicit, " + end,
                    Syntax.IMPLICIT_LITTLE_ENDIAN,
                    CRITERIA,
                    to -> pixels(to.text(0x00090010, "LO", "ACME")
                            .sequence(0x00091001, "SQ", end, secretItem(Syntax.IMPLICIT_LITTLE_ENDIAN))));
        }
        explicit("name behind pixel data that a list names", VALUES, "clean", "clean", false, to -> pixels(
                        to.text(0x00100010, "PN", SECRET))
                .text(0x7FE10010, "LO", "ACME")
                .text(0x7FE11001, "LO", SECRET));
    }

    private static byte[] secretItem(Syntax syntax) {
        return new RawDataSet(syntax)
                .text(0x00100010, "PN", SECRET)
                .text(0x00100020, "LO", "SECRETID")
                .item(End.DELIMITER);
    }

    private void seenByFilters() {
        // What a filter asks for is read whatever stands before it: the verdict is there before anything is sent.
        explicit(
                "burned-in behind a large private value",
                CRITERIA,
                "flagged [burned",
                "flagged [burned",
                false,
                to -> pixels(to.text(0x00190010, "LO", "ACME")
                        .value(0x00191010, "OB", new byte[70_000])
                        .text(0x00280301, "CS", "YES")));
        explicit("pixel data", PIXELS, "flagged [pixels", "flagged [pixels", false, ReportedInstancesTest::pixels);
        explicit("padding", PIXELS, "flagged [pixels", "flagged [pixels", false, to -> pixels(to)
                .value(0xFFFCFFFC, "OB", new byte[4]));
        explicit(
                "order behind a large value",
                ORDER_NUMBER,
                "flagged [order",
                "flagged [order",
                false,
                to -> pixels(to.text(0x00290010, "LO", "ACME")
                        .value(0x00291010, "OB", new byte[70_000])
                        .text(0x00402016, "LO", "SECRET1")));
    }

    private static RawDataSet pixels(RawDataSet to) {
        return to.value(PIXEL_DATA, "OW", new byte[100_000]);
    }

    private void explicit(
            String name,
            int recipe,
            String expected,
            String accepted,
            boolean late,
            UnaryOperator<RawDataSet> elements) {
        String uid = "2.25.51." + (cases.size() + 1);
        RawDataSet dataSet = elements.apply(RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, uid));
        Path file = dataSet.writeTo(folder.resolve("case" + cases.size() + ".dcm"), uid);
        Sent sent = new Sent(file, RawDataSet.SOP_CLASS, uid, Syntax.EXPLICIT_LITTLE_ENDIAN.uid());
        cases.put(name, new Case(sent, recipe, expected, accepted, late));
    }

    private void instance(String name, Syntax syntax, int recipe, UnaryOperator<RawDataSet> elements) {
        String uid = "2.25.51." + (cases.size() + 1);
        add(name, syntax, uid, elements.apply(RawDataSet.instance(syntax, uid)), recipe, "clean", false);
    }

    private void add(
            String name, Syntax context, String uid, RawDataSet dataSet, int recipe, String expected, boolean late) {
        Path file = RawDataSet.write(folder.resolve("case" + cases.size() + ".dcm"), context, uid, dataSet.bytes());
        cases.put(
                name,
                new Case(new Sent(file, RawDataSet.SOP_CLASS, uid, context.uid()), recipe, expected, expected, late));
    }

    // ---- the reported files themselves

    private static final Map<String, List<String>> REPORTED = Map.ofEntries(
            Map.entry("sex-after-pixel-data.dcm", List.of("criteria", "out-of-order", "flagged [sex", "late")),
            Map.entry("burned-in-behind-70-kb-lut.dcm", List.of("criteria", "out-of-order", "flagged [burned", "late")),
            Map.entry("duplicate-sex-f-m.dcm", List.of("criteria", "duplicate-element", "flagged [sex", "")),
            Map.entry("dup_id_flag_second.dcm", List.of("dup", "duplicate-element", "flagged [flagme", "")),
            Map.entry("dup_name.dcm", List.of("dup", "out-of-order", "clean", "")),
            Map.entry("after_pixel.dcm", List.of("dup", "out-of-order", "clean", "late")),
            Map.entry("after_pixel_flag.dcm", List.of("dup", "out-of-order", "flagged [flagme", "late")),
            Map.entry("after_fffc.dcm", List.of("dup", "out-of-order", "flagged [flagme", "late")),
            Map.entry("outoforder_after20.dcm", List.of("dup", "out-of-order", "clean", "")),
            Map.entry("explicit-sent-as-implicit.dcm", List.of("criteria", "wrong-encoding", "wrong-encoding", "")),
            Map.entry("name-in-voi-lut-sequence.dcm", List.of("criteria", "clean", "clean", "")),
            Map.entry("name-in-implicit-private-sequence.dcm", List.of("criteria", "clean", "clean", "")),
            Map.entry("un_seq.dcm", List.of("dup", "clean", "clean", "")),
            Map.entry("un_deflen_seq_std_tag.dcm", List.of("dup", "clean", "clean", "")),
            Map.entry(
                    "pixel-data-present.dcm", List.of("pixel-data-present", "flagged [pixels", "flagged [pixels", "")),
            Map.entry("values-behind-pixel-data.dcm", List.of("values-behind-pixel-data", "clean", "clean", "")));

    @Test
    void theReportedFilesThemselvesDoToo() throws Exception {
        Path closed = SharedFolder.require("reports/closed");
        List<String> recipeNames = List.of("criteria", "dup", "pixel-data-present", "values-behind-pixel-data");
        for (Map.Entry<String, List<String>> file : REPORTED.entrySet()) {
            List<String> what = file.getValue();
            Path path = closed.resolve(file.getKey());
            DataSetBytes bytes = DataSetBytes.of(path);
            Sent sent = new Sent(path, bytes.metaUid(0x00020002), bytes.metaUid(0x00020003), bytes.transferSyntaxUid());
            cases.put(
                    file.getKey(),
                    new Case(
                            sent,
                            recipeNames.indexOf(what.get(0)),
                            what.get(1),
                            what.get(2),
                            what.get(3).equals("late")));
        }
        List<String> recipes = new ArrayList<>();
        for (String name : recipeNames) {
            recipes.add(Files.readString(closed.resolve(name + ".deid")));
        }
        answersAsExpected(recipes);
    }

    // ---- comparing

    private void answersAsExpected() throws Exception {
        answersAsExpected(RECIPES);
    }

    private void answersAsExpected(List<String> recipes) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Entrances entrances = new Entrances(folder, recipes)) {
            for (Map.Entry<String, Case> each : cases.entrySet()) {
                answers(entrances, each.getValue()).forEach((entrance, answer) -> {
                    Case one = each.getValue();
                    boolean accepting = entrance.startsWith("ACCEPTING");
                    String expected = accepting ? one.accepted() : one.expected();
                    if (entrance.equals("CUT_THROUGH") && one.seenLate()) {
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
            answers.put("identifiers put", new Answer("clean", java.util.Optional.ofNullable(written)));
        } else if (written != null && !one.expected().startsWith("flagged")) {
            answers.put("identifiers put", Answer.stopped("written all the same"));
        }
        return answers;
    }
}

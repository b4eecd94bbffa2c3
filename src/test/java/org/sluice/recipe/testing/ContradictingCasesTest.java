package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.InEverySyntax;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/** A case whose instance contradicts itself, or cannot be read: the answer is that of a node. */
class ContradictingCasesTest {
    private static final int PIXEL_DATA = 0x7FE00010;

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheRecipe() throws Exception {
        Files.writeString(
                folder.resolve("site.deid"),
                "FORMAT dicom\n%filter all\nLABEL x\nequals PatientSex F\n%header\nREMOVE PatientName\n");
    }

    @InEverySyntax
    void aFileIsQuarantinedForItsKind(Syntax syntax) throws Exception {
        quarantined(instance(syntax).text(0x00100020, "LO", "ID").text(0x00100010, "PN", "DOE^JANE"), "out-of-order");
        quarantined(
                instance(syntax)
                        .text(0x00100010, "PN", "DOE^JANE")
                        .value(PIXEL_DATA, "OW", new byte[300])
                        .text(0x00100010, "PN", "DOE^JANE"),
                "out-of-order");
        quarantined(instance(syntax).text(0x00100040, "CS", "F").text(0x00100040, "CS", "M"), "duplicate-element");
        quarantined(instance(syntax).value(0x00100020, "LO", new byte[] {'A', 'B', 'C'}), "odd-length");
        quarantined(
                new RawDataSet(syntax)
                        .text(0x00080080, "LO", "INSTITUTION OF THE CASE")
                        .text(0x00100020, "LO", "ID-4711-0815"),
                "missing-uid");
        quarantined(instance(syntax).raw(new byte[5]), "trailing-bytes");
        byte[] item = new RawDataSet(syntax)
                .saying(0x00081150, "UI", 20, new byte[] {'1', '2'})
                .item(End.LENGTH);
        quarantined(instance(syntax).sequence(0x00081140, "SQ", End.LENGTH, item), "wrong-nesting");
        quarantined(instance(syntax).saying(0x00100020, "LO", 20, new byte[] {'A', 'B'}), "data-set-unreadable");
    }

    @Test
    void anotherEncodingIsAContradictionToo() throws Exception {
        byte[] explicit = instance(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00100010, "PN", "DOE^JANE")
                .bytes();
        RawDataSet.write(folder.resolve("one.dcm"), Syntax.IMPLICIT_LITTLE_ENDIAN, "2.25.1", explicit);
        assertThat(report("file one.dcm\nexpect quarantine because wrong-encoding\n"))
                .endsWith("all passed");
    }

    /** What a node says of it is what the test says; the words of the text count as well. */
    @Test
    void whatWasExpectedOtherwiseIsToldWithKindAndPlace() throws Exception {
        instance(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00100040, "CS", "F")
                .text(0x00100040, "CS", "F")
                .writeTo(folder.resolve("one.dcm"), "2.25.1");
        String found = "quarantine because duplicate-element: (0010,0040) at byte ";
        assertThat(report("""
                file one.dcm
                expect quarantine
                expect quarantine because Duplicate-Element
                expect quarantine because found it twice
                expect quarantine because (0010,0040)
                expect no label x
                expect clean
                expect flagged all
                expect absent PatientName
                expect quarantine because out-of-order
                """).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains(":9:1: expect clean", found),
                        line -> assertThat(line).contains(":10:1: expect flagged all", found),
                        line -> assertThat(line).contains(":11:1: expect absent PatientName", found),
                        line -> assertThat(line)
                                .contains(":12:1: ", "the words out-of-order, found duplicate-element: (0010,0040)"),
                        line -> assertThat(line).endsWith("1 failed"));
    }

    @Test
    void elementsThatACaseWritesAreJudgedAsWell() throws Exception {
        assertThat(report("PatientID = A\nexpect clean\n")).endsWith("all passed");
        assertThat(report("SOPInstanceUID = 1.2.3\nexpect clean\n")).endsWith("all passed");
        assertThat(report("SOPClassUID = 1.2\nSOPInstanceUID = 1.02\nexpect quarantine because missing-uid\n"))
                .endsWith("all passed");
        assertThat(report("SOPInstanceUID =\nexpect clean\n")).contains("quarantine because missing-uid: (0008,0018)");
    }

    @Test
    void compatDoesNotLookForContradictions() throws Exception {
        instance(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00100020, "LO", "ID")
                .text(0x00100010, "PN", "DOE^JANE")
                .writeTo(folder.resolve("one.dcm"), "2.25.1");
        assertThat(report("reading compat\nfile one.dcm\nexpect clean\n")).endsWith("all passed");
    }

    @Test
    void theKindOfAFailedActionIsAReasonToo() throws Exception {
        Files.writeString(folder.resolve("site.deid"), "FORMAT dicom\n%header\nADD PatientID var:id\n");
        assertThat(report("PatientSex = F\nexpect quarantine because variable-without-value\n"))
                .endsWith("all passed");
    }

    @Test
    void whatIsNoInstanceFailsItsCaseInWords() throws Exception {
        Files.writeString(folder.resolve("one.dcm"), "not DICOM at all, whatever it is");
        assertThat(report("file one.dcm\nexpect quarantine\n"))
                .contains("expected a DICOM file")
                .doesNotContain("Exception");
        assertThat(report("file two.dcm\nexpect quarantine\n"))
                .contains("no such file")
                .doesNotContain("Exception");
    }

    private void quarantined(RawDataSet dataSet, String kind) throws Exception {
        RawDataSet.write(folder.resolve("one.dcm"), dataSet.syntax(), "2.25.1", dataSet.bytes());
        assertThat(report("file one.dcm\nexpect quarantine because " + kind + "\n"))
                .endsWith("all passed");
        assertThat(report("file one.dcm\nexpect clean\n"))
                .contains("quarantine because " + kind + ": ")
                .doesNotContain("DOE");
    }

    private static RawDataSet instance(Syntax syntax) {
        return RawDataSet.instance(syntax, "2.25.1");
    }

    private String report(String lines) throws Exception {
        String reading = lines.startsWith("reading") ? lines.lines().findFirst().orElseThrow() + "\n" : "";
        String rest = lines.lines().skip(reading.isEmpty() ? 0 : 1).collect(Collectors.joining("\n")) + "\n";
        Path file =
                Files.writeString(folder.resolve("site.test"), "recipe site.deid\n" + reading + "case One\n" + rest);
        return RecipeTest.read(file).run().display();
    }
}

package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.peers.Peers;

/** Sequences and items that lose what they held. */
class EmptySequencesTest {
    private static final int PROCEDURE_CODES = 0x0008_1032;
    private static final int REQUEST_ATTRIBUTES = 0x0040_0275;
    private static final int ACQUISITION_CONTEXT = 0x0040_0555;
    private static final int OTHER_PATIENT_IDS = 0x0010_1002;

    @TempDir
    private Path folder;

    @Test
    void anItemThatLosesItsLastElementGoesAndASequenceWithItsLastItem() throws Exception {
        SampleInstance sample = new SampleInstance()
                .text("PatientID", "PAT-1")
                .sequence(
                        OTHER_PATIENT_IDS,
                        new SampleInstance().text("PatientName", "Doe"),
                        new SampleInstance().text("PatientName", "Roe").text("PatientSex", "F"),
                        new SampleInstance().text("PatientName", "Poe"))
                .sequence(
                        REQUEST_ATTRIBUTES,
                        new SampleInstance().sequence(0x0040_0008, new SampleInstance().text("PatientName", "Doe")));
        assertThat(EditedDataSet.bytes(sample, "REMOVE PatientName"))
                .isEqualTo(new SampleInstance()
                        .text("PatientID", "PAT-1")
                        .sequence(OTHER_PATIENT_IDS, new SampleInstance().text("PatientSex", "F"))
                        .bytes());
    }

    @Test
    void anItemThatCameEmptyStays() throws Exception {
        SampleInstance sample = new SampleInstance()
                .sequence(OTHER_PATIENT_IDS, new SampleInstance(), new SampleInstance().text("PatientName", "Doe"));
        assertThat(EditedDataSet.bytes(sample, "REMOVE PatientName"))
                .isEqualTo(new SampleInstance()
                        .sequence(OTHER_PATIENT_IDS, new SampleInstance())
                        .bytes());
    }

    @Test
    void aBlankedElementKeepsItsItem() throws Exception {
        SampleInstance sample =
                new SampleInstance().sequence(OTHER_PATIENT_IDS, new SampleInstance().text("PatientName", "Doe"));
        assertThat(EditedDataSet.elements(sample, "BLANK PatientName"))
                .containsEntry("(0010,1002)", "1 items")
                .containsEntry("(0010,1002)[0].(0010,0010)", "");
    }

    @Test
    void aBlankedSequenceStaysWithoutItemsWhereTheStandardAllowsThatAndGoesElsewhere() throws Exception {
        SampleInstance sample = new SampleInstance()
                .text("PatientID", "PAT-1")
                .sequence(OTHER_PATIENT_IDS, new SampleInstance().text("PatientID", "ALT"))
                .sequence(ACQUISITION_CONTEXT, new SampleInstance().text("PatientID", "ALT"))
                .raw(0x0029_0010, Vr.LO, "ACME".getBytes(StandardCharsets.US_ASCII))
                .sequence(0x0029_1001, new SampleInstance().text("PatientID", "ALT"));
        assertThat(EditedDataSet.elements(sample, "BLANK select:VR:SQ"))
                .containsOnlyKeys("(0010,0020)", "(0029,0010)", "(0029,1001)", "(0040,0555)")
                .containsEntry("(0029,1001)", "0 items")
                .containsEntry("(0040,0555)", "0 items");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REMOVE OtherPatientIDsSequence",
                "BLANK OtherPatientIDsSequence",
                "BLANK ProcedureCodeSequence",
                "BLANK ReferencedStudySequence",
                "BLANK RequestAttributesSequence",
                "BLANK AcquisitionContextSequence",
                "BLANK select:VR:SQ",
                "REMOVE contains:Sequence__",
                "REMOVE RequestAttributesSequence__ScheduledProcedureStepDescription",
                "REMOVE contains:^RequestAttributesSequence__",
                "BLANK contains:PatientName",
                "REPLACE PatientName ANON^"
            })
    void whatDciodvfyFindsCleanStaysClean(String action) throws Exception {
        assertThat(errors(EditedDataSet.file(ct(), "KEEP SOPInstanceUID"))).isEmpty();
        assertThat(errors(EditedDataSet.file(ct(), action))).isEmpty();
    }

    private List<String> errors(byte[] file) throws IOException, InterruptedException {
        Path written = Files.write(folder.resolve("judged.dcm"), file);
        Process judge = new ProcessBuilder(Peers.require("dciodvfy").toString(), written.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(judge.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        judge.waitFor();
        assertThat(lines).contains("CTImage");
        return lines.stream().filter(line -> line.startsWith("Error")).toList();
    }

    private static SampleInstance ct() {
        SampleInstance reference = new SampleInstance()
                .text("ReferencedSOPClassUID", "1.2.840.10008.3.1.2.3.1")
                .text("ReferencedSOPInstanceUID", "1.2.3.4.9");
        return new SampleInstance()
                .text("ImageType", "ORIGINAL\\PRIMARY\\AXIAL")
                .text("SOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
                .text("SOPInstanceUID", "1.2.3.4.5.6.7")
                .text("StudyDate", "20200102")
                .text("ContentDate", "20200102")
                .text("StudyTime", "101112")
                .text("ContentTime", "101112")
                .text("AccessionNumber", "")
                .text("Modality", "CT")
                .text("Manufacturer", "ACME")
                .text("ReferringPhysicianName", "")
                .sequence(
                        PROCEDURE_CODES,
                        new SampleInstance()
                                .text("CodeValue", "X1")
                                .text("CodingSchemeDesignator", "99ACME")
                                .text("CodeMeaning", "Head"))
                .sequence(0x0008_1110, reference)
                .text("PatientName", "Doe^Jane")
                .text("PatientID", "PAT-1")
                .text("PatientBirthDate", "")
                .text("PatientSex", "F")
                .sequence(
                        OTHER_PATIENT_IDS,
                        new SampleInstance().text("PatientID", "ALT").text("TypeOfPatientID", "TEXT"))
                .text("SliceThickness", "1")
                .text("KVP", "120")
                .text("PatientPosition", "HFS")
                .text("StudyInstanceUID", "1.2.3.4")
                .text("SeriesInstanceUID", "1.2.3.4.1")
                .text("StudyID", "")
                .text("SeriesNumber", "1")
                .text("AcquisitionNumber", "")
                .text("InstanceNumber", "1")
                .text("ImagePositionPatient", "0\\0\\0")
                .text("ImageOrientationPatient", "1\\0\\0\\0\\1\\0")
                .text("FrameOfReferenceUID", "1.2.3.4.2")
                .text("Laterality", "")
                .text("PositionReferenceIndicator", "")
                .number("SamplesPerPixel", 1)
                .text("PhotometricInterpretation", "MONOCHROME2")
                .number("Rows", 2)
                .number("Columns", 2)
                .text("PixelSpacing", "1\\1")
                .number("BitsAllocated", 16)
                .number("BitsStored", 12)
                .number("HighBit", 11)
                .number("PixelRepresentation", 0)
                .text("RescaleIntercept", "0")
                .text("RescaleSlope", "1")
                .text("RescaleType", "HU")
                .sequence(
                        REQUEST_ATTRIBUTES,
                        new SampleInstance()
                                .text("ScheduledProcedureStepDescription", "Head")
                                .text("ScheduledProcedureStepID", "SPS1")
                                .text("RequestedProcedureID", "RP1"))
                .sequence(
                        ACQUISITION_CONTEXT,
                        new SampleInstance()
                                .text("ValueType", "TEXT")
                                .sequence(
                                        0x0040_A043,
                                        new SampleInstance()
                                                .text("CodeValue", "X2")
                                                .text("CodingSchemeDesignator", "99ACME")
                                                .text("CodeMeaning", "Note"))
                                .text("TextValue", "none"))
                .raw(Tag.PIXEL_DATA, Vr.OW, new byte[8]);
    }
}

package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.peers.SharedFolder;

/** PS3.6 as a table, and what follows from it. */
class DictionaryTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();

    @Test
    void everyLineOfTheStandardIsThere() throws IOException {
        List<String> lines = Files.readAllLines(SharedFolder.require("data/standard/elements.tsv"));
        int checked = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            boolean left = fields[0].startsWith("0000") || fields[0].startsWith("FFFE") || fields[3].isEmpty();
            if (!left) {
                checkLine(fields);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(5100);
    }

    private static void checkLine(String[] fields) {
        int tag = Integer.parseUnsignedInt(fields[0].replace('x', '0'), 16);
        Dictionary.Entry entry = DICTIONARY.byKeyword(fields[3]).orElseThrow();
        assertThat(entry.tag()).isEqualTo(tag);
        assertThat(String.join(" or ", entry.vrs().stream().map(Enum::name).toList()))
                .isEqualTo(fields[1]);
        assertThat(entry.vm()).isEqualTo(fields[2]);
        assertThat(entry.name()).isEqualTo(fields[4]);
        assertThat(entry.retired()).isEqualTo(fields[5].equals("retired"));
        if (entry.mask() == -1) {
            assertThat(DICTIONARY.byTag(tag)).contains(entry);
        }
    }

    @Test
    void repeatingGroupsGroupLengthsAndCreatorsAreUnderstood() {
        assertThat(keyword(0x60020010)).isEqualTo("OverlayRows");
        assertThat(keyword(0x601E3000)).isEqualTo("OverlayData");
        assertThat(keyword(0x50AA0005)).isEqualTo("CurveDimensions");
        assertThat(keyword(0x002031FF)).isEqualTo("SourceImageIDs");
        assertThat(keyword(0x7FE00010)).isEqualTo("PixelData");
        assertThat(DICTIONARY.byTag(0x60010010)).map(Dictionary.Entry::name).contains("Private Creator");
        assertThat(DICTIONARY.byTag(0x00100000)).map(Dictionary.Entry::vr).contains(Vr.UL);
        assertThat(DICTIONARY.byTag(0x00090010)).map(Dictionary.Entry::vr).contains(Vr.LO);
        assertThat(DICTIONARY.byTag(0x00091010)).isEmpty();
        assertThat(DICTIONARY.byTag(0x00100011)).isEmpty();
        assertThat(DICTIONARY.byTag(0x00000002)).isEmpty();
    }

    private static String keyword(int tag) {
        return DICTIONARY.byTag(tag).map(Dictionary.Entry::keyword).orElse("");
    }

    @Test
    void misspeltKeywordsFindTheirNeighbours() {
        assertThat(DICTIONARY.suggestions("PatientsName", 3)).contains("PatientName");
        assertThat(DICTIONARY.suggestions("patientid", 1)).containsExactly("PatientID");
        assertThat(DICTIONARY.suggestions("Modailty", 1)).containsExactly("Modality");
        assertThat(DICTIONARY.suggestions("Qqqqqqqqqqqq", 3)).isEmpty();
    }

    /** Names that other toolkits, older recipes and older editions have. */
    @ParameterizedTest
    @CsvSource({
        "RefSOPInstanceUID, ReferencedSOPInstanceUID",
        "RefImageSeq, ReferencedImageSequence",
        "OtherPatientIDSeq, OtherPatientIDsSequence",
        "SourceImageSeq, SourceImageSequence",
        "SPSDescription, ScheduledProcedureStepDescription",
        "PPSStartDate, PerformedProcedureStepStartDate",
        "SPSID, ScheduledProcedureStepID",
        "ScheduledStationAET, ScheduledStationAETitle",
        "SchedStationAET, ScheduledStationAETitle",
        "ReqProcedureDesc, RequestedProcedureDescription",
        "ReqPhysician, RequestingPhysician",
        "PerfPhysiciansName, PerformingPhysicianName",
        "InstCodeSeq, InstitutionCodeSequence",
        "InstanceNum, InstanceNumber",
        "AccessionNo, AccessionNumber",
        "StudyUID, StudyInstanceUID",
        "SeriesInstanceUid, SeriesInstanceUID",
        "FrameRefUID, FrameOfReferenceUID",
        "PhysicianReadingStudy, NameOfPhysiciansReadingStudy",
        "PatientsBirthDate, PatientBirthDate",
        "ReferringPhysiciansPhoneNumbers, ReferringPhysicianTelephoneNumbers",
        "PatientIdentifier, PatientID",
        "ImageNumber, InstanceNumber",
        "Manfacturer, Manufacturer",
        "patientsname, PatientName"
    })
    void abbreviationsAndFormerNamesFindTheAttribute(String written, String keyword) {
        assertThat(DICTIONARY.suggestions(written, 3)).containsExactly(keyword);
    }

    @Test
    void whatMayBeTwoAttributesFindsBoth() {
        assertThat(DICTIONARY.suggestions("PatientBirthDateTime", 3))
                .containsExactly("PatientBirthDate", "PatientBirthTime");
    }

    @Test
    void onlyCaseAndTheSOfAPluralAreSurelyTheSameAttribute() {
        assertThat(slip("PatientsName")).contains("PatientName");
        assertThat(slip("studyDescription")).contains("StudyDescription");
        assertThat(slip("OperatorName")).contains("OperatorsName");
        assertThat(slip("OtherPatientIDSequence")).contains("OtherPatientIDsSequence");
        assertThat(slip("OtherPatientIDSeq")).isEmpty();
        assertThat(slip("StudyUID")).isEmpty();
        assertThat(slip("PatientNam")).isEmpty();
        assertThat(slip("ReferencedFramesNumber"))
                .as("ReferencedFrameNumber or …Numbers")
                .isEmpty();
    }

    /** However a keyword is cut or lengthened, it is not taken for one that differs in more than an s. */
    @Test
    void aKeywordWithAWordMoreOrLessIsNoSlipOfAnother() {
        for (Dictionary.Entry entry : DICTIONARY.entries()) {
            String keyword = entry.keyword();
            for (String written : List.of(
                    keyword + "Sequence",
                    keyword + "Seq",
                    keyword + "s",
                    keyword.replace("Sequence", ""),
                    keyword.replace("UID", "ID"),
                    keyword.replace("Date", "DateTime"))) {
                slip(written)
                        .ifPresent(
                                taken -> assertThat(withoutS(taken)).as(written).isEqualTo(withoutS(written)));
            }
        }
    }

    private static String withoutS(String keyword) {
        return keyword.toLowerCase(Locale.ROOT).replace("ies", "y").replace("s", "");
    }

    private static Optional<String> slip(String written) {
        return DICTIONARY.byKeywordSlip(written).map(Dictionary.Entry::keyword);
    }

    @Test
    void editDistanceCountsSwapsOnce() {
        assertThat(EditDistance.between("", "abc")).isEqualTo(3);
        assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
        assertThat(EditDistance.between("abcd", "abdc")).isEqualTo(1);
    }

    @Test
    void tagsAreReadAndWritten() {
        assertThat(Tag.format(0x7FE00010)).isEqualTo("(7FE0,0010)");
        assertThat(Tag.hex(0x0010002F)).isEqualTo("0010002F");
        assertThat(Tag.parse("(0010,002f)")).hasValue(0x0010002F);
        assertThat(Tag.parse("FFFEE00D")).hasValue(0xFFFEE00D);
        assertThat(Tag.parse("0x00100020")).isEmpty();
        assertThat(Tag.parse("(0010,0020")).isEmpty();
        assertThat(Tag.creatorOf(0x00091203)).isEqualTo(0x00090012);
    }

    @Test
    void transferSyntaxesOfTheStandardAreKnown() {
        assertThat(TransferSyntax.of("1.2.840.10008.1.2")).isEqualTo(TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
        assertThat(TransferSyntax.of("1.2.840.10008.1.2.1.99").deflated()).isTrue();
        assertThat(TransferSyntax.of("1.2.840.10008.1.2.2").bigEndian()).isTrue();
        assertThat(TransferSyntax.of("1.2.840.10008.1.2.4.50").encapsulated()).isTrue();
        assertThat(TransferSyntax.of("1.2.840.10008.1.2.4.95").deflated()).isTrue();
        assertThat(TransferSyntax.of("1.2.3.4").explicitVr()).isTrue();
        for (Uids.Registered line : Uids.all()) {
            if (line.type() == Uids.Type.TRANSFER_SYNTAX) {
                assertThat(TransferSyntax.of(line.uid()).uid()).isEqualTo(line.uid());
            }
        }
    }

    @Test
    void registeredUidsHaveNames() {
        assertThat(Uids.name("1.2.840.10008.5.1.4.1.1.2")).isEqualTo("CT Image Storage");
        assertThat(Uids.name("1.2.3")).isEqualTo("1.2.3");
        assertThat(Uids.isStorageSopClass("1.2.840.10008.5.1.4.1.1.2")).isTrue();
        assertThat(Uids.isStorageSopClass("1.2.840.10008.5.1.4.1.1.1.1.1")).isTrue();
        assertThat(Uids.isStorageSopClass("1.2.840.10008.5.1.4.38.1")).isTrue();
        assertThat(Uids.isStorageSopClass("1.2.840.10008.1.1")).isFalse();
        assertThat(Uids.isStorageSopClass("1.2.840.10008.1.20.1")).isFalse();
        assertThat(Uids.isStorageSopClass("1.2.840.10008.1.3.10")).isFalse();
    }

    @Test
    void uidsAreCheckedByTheRulesOfTheStandard() {
        assertThat(List.of("1", "1.2.840.0.1", "2.25." + "9".repeat(59))).allMatch(Uids::isValid);
        assertThat(List.of("", ".", "1.", ".1", "1..2", "1.02", "1.2a", " 1.2", "1.2 ", "1".repeat(65)))
                .noneMatch(Uids::isValid);
    }

    @Test
    void newUidsAreValidAndFollowFromTheirSource() {
        UUID uuid = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        assertThat(Uids.fromUuid(uuid)).isEqualTo("2.25.329800735698586629295641978511506172918"); // PS3.5 B.2
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 256; i++) {
            byte[] hash = new byte[16];
            Arrays.fill(hash, (byte) i);
            assertThat(Uids.fromHash("1.2", hash)).isEqualTo("1.2." + new BigInteger(1, Arrays.copyOf(hash, 16)));
            String uid = Uids.fromHash(i % 2 == 0 ? "2.25" : "1.2.826.0.1.3680043.9.99", hash);
            assertThat(Uids.isValid(uid)).as(uid).isTrue();
            assertThat(made.add(uid)).isTrue();
        }
    }
}

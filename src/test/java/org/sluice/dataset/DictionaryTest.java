package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Map<String, Map<String, String>> changed = changed();
        int checked = 0;
        for (Map<String, String> row : table("data/standard/elements.tsv")) {
            Map<String, String> line = new HashMap<>(row);
            line.putAll(changed.getOrDefault(row.get("tag"), Map.of()));
            String tag = line.get("tag");
            boolean left = tag.startsWith("0000")
                    || tag.startsWith("FFFE")
                    || line.get("keyword").isEmpty();
            if (!left) {
                checkLine(line);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(5100);
    }

    @Test
    void everyLineThatTheEditionAddedIsThere() throws IOException {
        List<Map<String, String>> added = table("data/standard/elements-added.tsv");
        assertThat(added).hasSize(175);
        added.forEach(DictionaryTest::checkLine);
    }

    /** What edition 2026d says otherwise, by tag and column. */
    private static Map<String, Map<String, String>> changed() throws IOException {
        Map<String, Map<String, String>> changed = new HashMap<>();
        for (Map<String, String> row : table("data/standard/elements-changed.tsv")) {
            String value = row.get("standard2026d");
            boolean status = row.get("column").equals("status");
            changed.computeIfAbsent(row.get("tag"), none -> new HashMap<>())
                    .put(row.get("column"), status ? (value.equals("R") ? "retired" : "") : value);
        }
        return changed;
    }

    /** The lines of a shared table by the names of its columns. */
    private static List<Map<String, String>> table(String path) throws IOException {
        List<String> lines = Files.readAllLines(SharedFolder.require(path));
        List<String> columns = List.of(lines.get(0).split("\t", -1));
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < fields.length; i++) {
                row.put(columns.get(i), fields[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static void checkLine(Map<String, String> line) {
        int tag = Integer.parseUnsignedInt(line.get("tag").replace('x', '0'), 16);
        Dictionary.Entry entry =
                DICTIONARY.byKeyword(line.get("keyword")).orElseThrow(() -> new AssertionError(line.get("keyword")));
        assertThat(entry.tag()).isEqualTo(tag);
        assertThat(String.join(" or ", entry.vrs().stream().map(Enum::name).toList()))
                .isEqualTo(line.get("vr"));
        assertThat(entry.vm()).isEqualTo(line.get("vm"));
        assertThat(entry.name()).isEqualTo(line.get("name"));
        assertThat(entry.retired()).isEqualTo(line.getOrDefault("status", "").equals("retired"));
        if (entry.mask() == -1) {
            assertThat(DICTIONARY.byTag(tag)).contains(entry);
        }
    }

    /** So that a clone without the shared tables sees the edition too. */
    @Test
    void theEditionIs2026d() {
        assertThat(keyword(0x00100011)).isEqualTo("PersonNamesToUseSequence");
        assertThat(DICTIONARY.byKeyword("SexParametersForClinicalUseCategoryReference"))
                .map(Dictionary.Entry::vr)
                .contains(Vr.UR);
        assertThat(DICTIONARY.byKeyword("EthnicGroup"))
                .map(Dictionary.Entry::retired)
                .contains(true);
        assertThat(DICTIONARY.byKeyword("LUTData")).map(Dictionary.Entry::vm).contains("1-n or 1");
        assertThat(DICTIONARY.byKeyword("AnalogFilterType")).isEmpty();
        assertThat(keyword(0x003A0325)).isEqualTo("AnalogFilterTypeCodeSequence");
    }

    @Test
    void everyUidOfTheStandardIsThere() throws IOException {
        for (Map<String, String> line : table("data/standard/uids.tsv")) {
            Uids.Registered uid = Uids.registered(line.get("uid")).orElseThrow();
            assertThat(uid.name()).isEqualTo(line.get("name"));
            assertThat(uid.keyword()).isEqualTo(line.get("keyword"));
            assertThat(uid.retired()).isEqualTo(!line.get("status").isEmpty());
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
        assertThat(DICTIONARY.byTag(0x00100017)).isEmpty();
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
    }

    @Test
    void sopClassesForStorageAreToldFromOthers() {
        assertThat(List.of("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.1.1.1", "1.2.840.10008.5.1.4.38.1"))
                .allMatch(DictionaryTest::isStorage);
        assertThat(List.of("1.2.840.10008.1.1", "1.2.840.10008.1.20.1", "1.2.840.10008.1.3.10"))
                .noneMatch(DictionaryTest::isStorage);
    }

    private static boolean isStorage(String uid) {
        return Uids.registered(uid).orElseThrow().type() == Uids.Type.STORAGE;
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

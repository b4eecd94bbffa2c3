package org.sluice.benchmark;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.sluice.benchmark.SampleDataSet.Wish;
import org.sluice.dataset.Vr;

/** What the instances of one series have in common: patient, study, order, device, and what people typed. PS3.3 C.7.1 to C.7.5. */
final class Examination {
    private static final String ROOT = "1.2.276.0.99.";

    private final Random random;
    private final Persona patient;
    private final Modality modality;
    private final LocalDate day;
    private final String studyUid;
    private final String seriesUid;
    private final String frameOfReferenceUid;
    private final String serial;

    Examination(Random random, Persona patient, Modality modality, LocalDate day, String studyUid) {
        this.random = random;
        this.patient = patient;
        this.modality = modality;
        this.day = day;
        this.studyUid = studyUid;
        this.seriesUid = uid(random);
        this.frameOfReferenceUid = uid(random);
        this.serial = "SN" + (10_000 + random.nextInt(90_000));
    }

    static String uid(Random random) {
        return ROOT + (1 + random.nextInt(1_000_000)) + "." + (1 + random.nextInt(1_000_000_000));
    }

    String studyUid() {
        return studyUid;
    }

    String seriesUid() {
        return seriesUid;
    }

    Persona patient() {
        return patient;
    }

    /** All but what the kind of image adds. */
    SampleDataSet draft(int number, String sopInstanceUid) {
        SampleDataSet draft = new SampleDataSet();
        identity(draft, number, sopInstanceUid);
        patient(draft);
        people(draft);
        dates(draft);
        descriptions(draft);
        device(draft);
        order(draft, sopInstanceUid);
        privateElements(draft);
        return draft;
    }

    private void identity(SampleDataSet draft, int number, String sopInstanceUid) {
        draft.put("SpecificCharacterSet", "ISO_IR 100", Wishes.kept("ISO_IR 100"))
                .put("SOPClassUID", modality.sopClassUid(), Wishes.kept(modality.sopClassUid()))
                .put("SOPInstanceUID", sopInstanceUid, Wishes.otherUid())
                .put("StudyInstanceUID", studyUid, Wishes.otherUid())
                .put("SeriesInstanceUID", seriesUid, Wishes.otherUid())
                .put("Modality", modality.name(), Wishes.kept(modality.name()))
                .put("SeriesNumber", Integer.toString(1 + random.nextInt(9)), Wishes.THERE, Wishes.NOT_NULL)
                .put("InstanceNumber", Integer.toString(number), Wishes.kept(Integer.toString(number)));
        if (modality.isCrossSectional()) {
            draft.put("FrameOfReferenceUID", frameOfReferenceUid, Wishes.otherUid());
        }
    }

    private void patient(SampleDataSet draft) {
        String birthDate = dicom(patient.birthDate());
        String age = String.format(
                Locale.ROOT,
                "%03dY",
                Math.min(89, day.getYear() - patient.birthDate().getYear()));
        draft.put("PatientName", patient.name(), Wishes.THERE, Wishes.NOT_NULL, Wishes.gone(patient.name()))
                .put(
                        "PatientID",
                        patient.patientId(),
                        Wishes.THERE,
                        Wishes.NOT_NULL,
                        Wishes.gone(patient.patientId()),
                        new Wish(AnswerAction.PATID_CONSISTENT, ""))
                .put("PatientBirthDate", birthDate, Wishes.THERE, Wishes.gone(birthDate))
                .put("PatientSex", patient.sex(), Wishes.kept(patient.sex()))
                .put("PatientAge", age, Wishes.kept(age))
                .put("PatientWeight", "71.5", Wishes.kept("71.5"))
                .put("PatientAddress", patient.address(), Wishes.gone(patient.address()))
                .put("PatientTelephoneNumbers", patient.phone(), Wishes.gone(patient.phone()))
                .put("OtherPatientNames", patient.writtenName(), Wishes.gone(patient.writtenName()));
        draft.item("OtherPatientIDsSequence")
                .put("PatientID", "X" + patient.patientId(), Wishes.gone(patient.patientId()));
    }

    private void people(SampleDataSet draft) {
        draft.put(
                        "ReferringPhysicianName",
                        patient.staff().get(0),
                        Wishes.THERE,
                        Wishes.gone(patient.staff().get(0)))
                .put(
                        "OperatorsName",
                        patient.staff().get(1),
                        Wishes.gone(patient.staff().get(1)))
                .put(
                        "PerformingPhysicianName",
                        patient.staff().get(2),
                        Wishes.gone(patient.staff().get(2)))
                .put("InstitutionName", "Northwick General", Wishes.gone("Northwick General"))
                .put("InstitutionAddress", "4 Viaduct Street", Wishes.gone("Viaduct Street"));
    }

    private void dates(SampleDataSet draft) {
        String date = dicom(day);
        for (String keyword : List.of("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate")) {
            draft.put(keyword, date, Wishes.THERE, Wishes.NOT_NULL, Wishes.DATE_SHIFTED);
        }
        String time =
                String.format(Locale.ROOT, "%02d%02d%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
        for (String keyword : List.of("StudyTime", "SeriesTime", "AcquisitionTime", "ContentTime")) {
            draft.put(keyword, time, Wishes.kept(time));
        }
        draft.put("AcquisitionDateTime", date + time, Wishes.DATE_SHIFTED);
        draft.item("PerformedProtocolCodeSequence")
                .put("CodeValue", "P" + (100 + random.nextInt(900)), Wishes.THERE, Wishes.NOT_NULL)
                .put("CodingSchemeDesignator", "99NWG", Wishes.kept("99NWG"))
                .put("CodeMeaning", modality.study(), Wishes.kept(modality.study()));
    }

    private void descriptions(SampleDataSet draft) {
        describe(draft, "StudyDescription", modality.study(), 3);
        describe(draft, "SeriesDescription", Persona.one(modality.series(), random), 4);
        describe(draft, "ProtocolName", Persona.one(modality.series(), random), 6);
        describe(draft, "PerformedProcedureStepDescription", modality.study(), 4);
        draft.put("BodyPartExamined", modality.bodyPart(), Wishes.kept(modality.bodyPart()));
        String planted = patient.planted(random);
        draft.put("ImageComments", "please send to " + planted, Wishes.gone(planted));
        String history = patient.planted(random);
        draft.put("AdditionalPatientHistory", "seen with " + history, Wishes.gone(history));
        draft.put(
                "PatientComments",
                "nurse Wheeler called " + patient.phone(),
                Wishes.gone("Wheeler " + patient.phone()));
    }

    /** Into one of so many somebody has typed who the patient is. */
    private void describe(SampleDataSet draft, String keyword, String clinical, int oneOf) {
        String planted = random.nextInt(oneOf) == 0 ? patient.planted(random) : "";
        String text = (clinical + " " + planted).strip();
        draft.put(keyword, text, Wishes.cleaned(clinical, planted, patient.words()));
    }

    private void device(SampleDataSet draft) {
        draft.put("Manufacturer", "ACME", Wishes.kept("ACME"))
                .put("ManufacturerModelName", "Scanner 9", Wishes.kept("Scanner 9"))
                .put("SoftwareVersions", "VB40", Wishes.kept("VB40"))
                .put("DeviceSerialNumber", serial, Wishes.kept(serial))
                .put("StationName", "ROOM2", Wishes.kept("ROOM2"));
    }

    private void order(SampleDataSet draft, String sopInstanceUid) {
        String accession = "A" + (100_000 + random.nextInt(900_000));
        draft.put("AccessionNumber", accession, Wishes.THERE, Wishes.gone(accession))
                .put("StudyID", "S" + accession, Wishes.THERE, Wishes.gone(accession));
        draft.item("RequestAttributesSequence")
                .put("RequestedProcedureID", "R" + accession, Wishes.gone(accession))
                .put("ScheduledProcedureStepDescription", patient.writtenName(), Wishes.gone(patient.writtenName()));
        draft.item("ReferencedImageSequence")
                .put("ReferencedSOPClassUID", modality.sopClassUid(), Wishes.kept(modality.sopClassUid()))
                .put("ReferencedSOPInstanceUID", sopInstanceUid, Wishes.otherUid());
    }

    private void privateElements(SampleDataSet draft) {
        draft.putPrivate(0x0009, "NWG LOCAL", 0x01, Vr.LO, patient.writtenName(), Wishes.gone(patient.writtenName()))
                .putPrivate(
                        0x0011,
                        "NWG LOCAL 2",
                        0x10,
                        Vr.DA,
                        dicom(patient.birthDate()),
                        Wishes.gone(dicom(patient.birthDate())))
                .putPrivate(
                        0x7053,
                        "Philips PET Private Group",
                        0x03,
                        Vr.ST,
                        patient.address(),
                        Wishes.gone(patient.address()))
                .putPrivate(0x7053, "Philips PET Private Group", 0x00, Vr.DS, "1.25", Wishes.kept("1.25"))
                .putPrivate(0x0019, "GEMS_ACQU_01", 0x23, Vr.DS, "2.5", Wishes.kept("2.5"));
    }

    private static String dicom(LocalDate date) {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}

package org.sluice.benchmark;

import java.util.List;

/** The kinds of instances in a set, and what people call them. PS3.3 C.7.3.1.1.1. */
enum Modality {
    CT(
            "1.2.840.10008.5.1.4.1.1.2",
            "CT ABDOMEN PELVIS W CONTRAST",
            "AXIAL SOFT TISSUE, CORONAL MPR, LUNG WINDOW, DELAYED PHASE, THIN BONE, SCOUT",
            "ABDOMEN"),
    MR(
            "1.2.840.10008.5.1.4.1.1.4",
            "MRI BRAIN WITHOUT CONTRAST",
            "AX T2 FLAIR, SAG T1 SE, COR STIR, AX DWI B1000, 3D TOF MRA, AX SWI",
            "BRAIN"),
    PT(
            "1.2.840.10008.5.1.4.1.1.128",
            "PET CT WHOLE BODY FDG",
            "PET AC WHOLE BODY, PET NAC, MIP CORONAL, FDG STANDARD",
            "CHEST"),
    US(
            "1.2.840.10008.5.1.4.1.1.6.1",
            "US KIDNEY BILATERAL",
            "RIGHT KIDNEY LONG, LEFT KIDNEY TRANS, BLADDER, RENAL ARTERY DOPPLER",
            "KIDNEY"),
    CR(
            "1.2.840.10008.5.1.4.1.1.1",
            "XR CHEST PA AND LATERAL",
            "CHEST PA, CHEST LATERAL, PORTABLE CHEST, RIBS OBLIQUE",
            "CHEST"),
    DX(
            "1.2.840.10008.5.1.4.1.1.1.1",
            "XR KNEE LEFT",
            "KNEE AP STANDING, KNEE SUNRISE, KNEE LATERAL, PATELLA AXIAL",
            "KNEE"),
    MG(
            "1.2.840.10008.5.1.4.1.1.1.2",
            "SCREENING MAMMOGRAPHY BILATERAL",
            "R CC, L MLO, SPOT COMPRESSION, IMPLANT DISPLACED VIEW",
            "BREAST"),
    SR(
            "1.2.840.10008.5.1.4.1.1.88.33",
            "CT CHEST REPORT",
            "MEASUREMENT REPORT, STRUCTURED FINDINGS, NODULE FOLLOW UP",
            "CHEST");

    private final String sopClassUid;
    private final String study;
    private final String series;
    private final String bodyPart;

    /** @param series what its series are called, divided by commas */
    Modality(String sopClassUid, String study, String series, String bodyPart) {
        this.sopClassUid = sopClassUid;
        this.study = study;
        this.series = series;
        this.bodyPart = bodyPart;
    }

    String sopClassUid() {
        return sopClassUid;
    }

    /** What a study of it is called. */
    String study() {
        return study;
    }

    /** What its series are called. */
    List<String> series() {
        return List.of(series.split(", ", -1));
    }

    String bodyPart() {
        return bodyPart;
    }

    boolean isCrossSectional() {
        return this == CT || this == MR || this == PT;
    }
}

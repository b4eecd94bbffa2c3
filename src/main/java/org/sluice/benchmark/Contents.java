package org.sluice.benchmark;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.sluice.benchmark.SampleDataSet.Wish;
import org.sluice.dataset.Vr;

/** What an instance is for: a picture, with writing burned into it or not, or the content of a report. */
final class Contents {
    private static final int SIDE = 64;
    /** Rows of the banner above an ultrasound picture. */
    private static final int BANNER = 12;

    private static final int INK = 255;

    private Contents() {}

    static void add(SampleDataSet draft, Modality modality, Persona patient, Random random) {
        switch (modality) {
            case SR -> report(draft, patient, random);
            case US -> ultrasound(draft, random);
            case CT, MR, PT -> crossSection(draft, modality, random);
            case CR, DX, MG -> projection(draft, random);
        }
    }

    private static void crossSection(SampleDataSet draft, Modality modality, Random random) {
        draft.put("ImageType", "ORIGINAL\\PRIMARY\\AXIAL", Wishes.kept("PRIMARY"))
                .put("SliceThickness", "2.5", Wishes.kept("2.5"))
                .put("ImagePositionPatient", "-120\\-110.5\\" + random.nextInt(300), Wishes.THERE, Wishes.NOT_NULL)
                .put("ImageOrientationPatient", "1\\0\\0\\0\\1\\0", Wishes.THERE, Wishes.NOT_NULL)
                .put("PixelSpacing", "0.75\\0.75", Wishes.THERE, Wishes.NOT_NULL);
        if (modality == Modality.CT) {
            draft.put("KVP", "120", Wishes.kept("120")).put("ConvolutionKernel", "B30F", Wishes.kept("B30F"));
        } else if (modality == Modality.MR) {
            draft.put("EchoTime", "85.5", Wishes.kept("85.5")).put("MagneticFieldStrength", "3", Wishes.kept("3"));
        } else {
            draft.put("Units", "BQML", Wishes.kept("BQML")).put("CorrectedImage", "ATTN", Wishes.kept("ATTN"));
        }
        picture(draft, noise(random), true);
    }

    private static void projection(SampleDataSet draft, Random random) {
        draft.put("ImageType", "ORIGINAL\\PRIMARY", Wishes.kept("PRIMARY"))
                .put("ViewPosition", "PA", Wishes.kept("PA"))
                .put("KVP", "95", Wishes.kept("95"))
                .put("BurnedInAnnotation", "NO", Wishes.kept("NO"));
        picture(draft, noise(random), true);
    }

    /** A picture below a banner with name and date; the regions say where the picture is, PS3.3 C.8.5.5. */
    private static void ultrasound(SampleDataSet draft, Random random) {
        draft.put("ImageType", "ORIGINAL\\PRIMARY", Wishes.kept("PRIMARY"))
                .put("TransducerData", "C5-1", Wishes.kept("C5-1"));
        draft.item("SequenceOfUltrasoundRegions", Wishes.THERE)
                .put("RegionSpatialFormat", "1", Wishes.kept("1"))
                .put("RegionLocationMinX0", "0", Wishes.kept("0"))
                .put("RegionLocationMinY0", Integer.toString(BANNER), Wishes.kept(Integer.toString(BANNER)))
                .put("RegionLocationMaxX1", Integer.toString(SIDE - 1), Wishes.kept(Integer.toString(SIDE - 1)))
                .put("RegionLocationMaxY1", Integer.toString(SIDE - 1), Wishes.kept(Integer.toString(SIDE - 1)));
        byte[] pixels = noise(random);
        for (int i = 0; i < BANNER * SIDE; i++) {
            pixels[i] = (byte) (random.nextBoolean() ? INK : 0);
        }
        picture(draft, pixels, false);
    }

    private static byte[] noise(Random random) {
        byte[] pixels = new byte[SIDE * SIDE];
        random.nextBytes(pixels);
        return pixels;
    }

    private static void picture(SampleDataSet draft, byte[] pixels, boolean retained) {
        draft.put("SamplesPerPixel", "1", Wishes.kept("1"))
                .put("PhotometricInterpretation", "MONOCHROME2", Wishes.kept("MONOCHROME2"))
                .put("Rows", Integer.toString(SIDE), Wishes.kept(Integer.toString(SIDE)))
                .put("Columns", Integer.toString(SIDE), Wishes.kept(Integer.toString(SIDE)))
                .put("BitsAllocated", "8", Wishes.kept("8"))
                .put("BitsStored", "8", Wishes.kept("8"))
                .put("HighBit", "7", Wishes.kept("7"))
                .put("PixelRepresentation", "0", Wishes.kept("0"))
                .pixels(
                        Vr.OB,
                        pixels,
                        retained
                                ? new Wish(AnswerAction.PIXELS_RETAINED, sha256(pixels))
                                : new Wish(AnswerAction.PIXELS_HIDDEN, "0,0," + SIDE + "," + BANNER));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A comprehensive report: who observed, one measurement, a conclusion in words. PS3.3 C.17.3. */
    private static void report(SampleDataSet draft, Persona patient, Random random) {
        draft.put("CompletionFlag", "COMPLETE", Wishes.kept("COMPLETE"))
                .put("VerificationFlag", "UNVERIFIED", Wishes.kept("UNVERIFIED"))
                .put("ValueType", "CONTAINER", Wishes.kept("CONTAINER"))
                .put("ContinuityOfContent", "SEPARATE", Wishes.kept("SEPARATE"));
        code(draft, "ConceptNameCodeSequence", "126000", "Imaging Measurement Report");
        SampleDataSet observer = content(draft, "HAS OBS CONTEXT", "PNAME", "121008", "Person Observer Name");
        observer.put(
                "PersonName",
                patient.staff().get(0),
                Wishes.gone(patient.staff().get(0)));
        SampleDataSet subject = content(draft, "HAS OBS CONTEXT", "TEXT", "121030", "Subject ID");
        subject.put("TextValue", patient.patientId(), Wishes.gone(patient.patientId()));
        SampleDataSet finding = content(draft, "CONTAINS", "TEXT", "121071", "Finding");
        String planted = patient.planted(random);
        finding.put("TextValue", "Nodule of " + planted, Wishes.gone(planted));
        SampleDataSet length = content(draft, "CONTAINS", "NUM", "410668003", "Length");
        SampleDataSet measured = length.item("MeasuredValueSequence");
        String millimetres = Integer.toString(3 + random.nextInt(40));
        measured.put("NumericValue", millimetres);
        code(measured, "MeasurementUnitsCodeSequence", "mm", "millimeter");
    }

    private static SampleDataSet content(
            SampleDataSet draft, String relationship, String type, String value, String meaning) {
        SampleDataSet item = draft.item("ContentSequence");
        item.put("RelationshipType", relationship).put("ValueType", type);
        code(item, "ConceptNameCodeSequence", value, meaning);
        return item;
    }

    private static void code(SampleDataSet draft, String sequence, String value, String meaning) {
        String scheme = value.equals("mm") ? "UCUM" : value.equals("410668003") ? "SCT" : "DCM";
        draft.item(sequence)
                .put("CodeValue", value)
                .put("CodingSchemeDesignator", scheme)
                .put("CodeMeaning", meaning);
    }
}

package org.sluice.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.sluice.dataset.Vr;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/** Recipes from a seed that ask for whatever {@link EncodableInstances} have, and change it, in every way of the language. */
final class EncodableRecipes {
    /** A recipe that the strict reading takes. */
    record Made(String text, CompiledRecipe compiled) {}

    private static final List<String> COMPARED = List.of(
            "ImageType",
            "StudyDate",
            "Modality",
            "StudyDescription",
            "PatientName",
            "PatientID",
            "PatientSex",
            "PatientBirthDate",
            "PatientComments",
            "PatientWeight",
            "PregnancyStatus",
            "AcquisitionDateTime",
            "SeriesNumber",
            "Rows",
            "SmallestImagePixelValue",
            "PixelPaddingValue",
            "VOILUTSequence",
            "RequestAttributesSequence",
            "OtherPatientIDsSequence",
            "ReferencedImageSequence",
            "ContentSequence",
            "FrameIncrementPointer",
            "PixelData",
            "EncapsulatedDocument",
            "DigitalSignaturesSequence",
            "DataSetTrailingPadding",
            "InstitutionName",
            "PatientAge",
            "0x60000010",
            "0x60043000",
            "IconImageSequence",
            "RequestedProcedureCodeSequence",
            "PerformedProtocolCodeSequence",
            "0x60020050",
            "0x60003000",
            "0x00720081",
            "0x00720082",
            "0x0072006D",
            "0x00189073",
            "0x00109431",
            "0x00660016",
            "0x00186020",
            "0x0009102C",
            "0x00091042",
            "0x00191010",
            "0x0019100C",
            "0x0019100E",
            "0x00291009",
            "0x00291032",
            "0x00291040",
            "0x20011103",
            "0x20011115",
            "0x2001115F",
            "0x2001105F",
            "0x00111001",
            "0x00111002",
            "0x00111004",
            "0x00111005",
            "0x00111006",
            "0x7FE11001",
            "0x7FE11002");

    private static final List<String> WANTED = List.of(
            "M",
            "DOE",
            "doe^jane",
            "^20",
            "m\u00fcller",
            "1",
            "512",
            "primary",
            "late",
            "20240229",
            "RIPEMD160",
            "[a-m]",
            "\\\\",
            "^\\[",
            "-5",
            "65000",
            "0",
            "0\\.5",
            "4711",
            "_",
            "b'",
            "(0010,0020)",
            "\u00c4",
            "^$",
            "SQ:",
            "LO:",
            "UN");

    private static final List<String> NAMED = List.of(
            "PatientName",
            "PatientID",
            "PatientBirthDate",
            "PatientSex",
            "PatientComments",
            "StudyDescription",
            "(0010,0010)",
            "00104000",
            "AcquisitionDateTime",
            "ImageType",
            "SeriesNumber",
            "Rows",
            "PixelPaddingValue",
            "SmallestImagePixelValue",
            "FrameIncrementPointer",
            "PregnancyStatus",
            "PatientWeight",
            "PatientAge",
            "PixelData",
            "LUTDescriptor",
            "LUTExplanation",
            "DataSetTrailingPadding",
            "OverlayRows",
            "60003000",
            "60043000",
            "DigitalSignatureUID",
            "RequestAttributesSequence",
            "OtherPatientIDsSequence",
            "VOILUTSequence",
            "DigitalSignaturesSequence",
            "ContentSequence",
            "ReferencedImageSequence",
            "SequenceOfUltrasoundRegions",
            "OtherPatientIDsSequence__PatientID",
            "(0040,0275)__0__(0010,0010)",
            "ContentSequence__ContentSequence",
            "RequestAttributesSequence__PatientName",
            "InstitutionName",
            "00720081",
            "00720083",
            "00109431",
            "00189073",
            "00189219",
            "00660016",
            "0072006D",
            "00091042",
            "00111002",
            "00111001",
            "7FE11001");

    private static final List<String> EXPANDERS = List.of(
            "contains:Patient",
            "contains:^\\(0009",
            "contains:7fe1",
            "contains:SIEMENS",
            "contains:Private",
            "startswith:Patient",
            "startswith:0028",
            "startswith:Referenced",
            "endswith:Date",
            "endswith:UID",
            "endswith:ID",
            "except:Patient|UID|0010",
            "allexcept:^\\(00",
            "select:GROUP:0010",
            "select:GROUP:7FE1",
            "select:GROUP:0009",
            "select:GROUP:0011",
            "select:GROUP:2001",
            "select:GROUP:0072",
            "fields:names",
            "fields:all",
            "values:names",
            "values:parts",
            "ALL");

    private static final List<String> TEXTS = List.of(
            "ANON",
            "A^B",
            "ODD",
            "M",
            "7",
            "-3",
            "0.25",
            "1\\2",
            "20200101",
            "00080018",
            "40ab",
            "M\u00e4rz",
            "var:site",
            "var:letters",
            "var:days",
            "var:real",
            "var:several",
            "var:none",
            "func:shout",
            "deid_func:pydicom_uuid",
            "deid_func:pydicom_uuid",
            "deid_func:jitter days=3");

    private static final List<String> ADDED = List.of(
            "PatientIdentityRemoved YES",
            "PatientName ANON",
            "PatientComments M\u00e4rz",
            "DataSetTrailingPadding ab",
            "ImageComments var:site",
            "StudyDescription var:letters",
            "Rows 4",
            "PixelPaddingValue 7",
            "FrameIncrementPointer 00181063",
            "SmallestImagePixelValue 12",
            "PatientWeight 1\\2",
            "DateOfSecondaryCapture 20200101",
            "00109431 0.5",
            "00720083 7",
            "SpecificCharacterSet ISO_IR 192",
            "SpecificCharacterSet ISO_IR 100",
            "(0013,\"CTP\",10) LO NORTH",
            "(0009,\"GEMS_GENIE_1\",2C) LO ANON",
            "(2001,\"Philips Imaging DD 001\",15) SS 4",
            "(0011,\"SLUICE TEST OF NOBODY\",03) US 7",
            "(0011,\"SLUICE TEST OF NOBODY\",01) LO M\u00e4rz",
            "(0011,\"SLUICE TEST OF NOBODY\",02) DA 20200101",
            "(7FE1,\"LATE\",03) LO ANON");

    private final Random random;

    EncodableRecipes(long seed) {
        this.random = new Random(seed);
    }

    /** The next one. */
    Made next(CompiledRecipe.Environment environment) {
        while (true) {
            String text = text();
            try {
                return new Made(
                        text,
                        CompiledRecipe.load(List.of(new SourceText("random.deid", text)), Reading.STRICT, environment));
            } catch (RecipeException refused) {
                // it says something that no recipe may say
            }
        }
    }

    private String text() {
        List<String> lines = new ArrayList<>(List.of("FORMAT dicom"));
        for (int section = random.nextInt(3); section > 0; section--) {
            lines.add("%filter section" + section);
            for (int label = 1 + random.nextInt(3); label > 0; label--) {
                label(lines, label);
            }
        }
        List<String> actions = new ArrayList<>();
        for (int action = random.nextInt(5); action > 0; action--) {
            actions.add(action());
        }
        String header = String.join("\n", actions);
        if (header.contains("fields:")) {
            lines.addAll(List.of("%fields names", "FIELD PatientName", "FIELD " + field()));
            lines.addAll(List.of("%fields all", "FIELD contains:Patient", "FIELD " + field()));
        }
        if (header.contains("values:")) {
            lines.addAll(List.of("%values names", "FIELD PatientName", "FIELD " + any(NAMED)));
            lines.addAll(List.of("%values parts", "SPLIT " + any(NAMED) + " by=^;minlength=3"));
        }
        if (!actions.isEmpty()) {
            lines.add("%header");
            lines.add(header);
        }
        return String.join("\n", lines) + "\n";
    }

    private void label(List<String> lines, int number) {
        lines.add("LABEL label " + number);
        lines.add(criterion());
        for (int more = random.nextInt(2); more > 0; more--) {
            lines.add(any(List.of("+ ", "|| ")) + criterion() + (random.nextInt(3) == 0 ? " || " + criterion() : ""));
        }
        switch (random.nextInt(4)) {
            case 0 -> lines.add("coordinates 0,0,512,110");
            case 1 -> lines.add("coordinates from:SequenceOfUltrasoundRegions");
            default -> {}
        }
    }

    private String criterion() {
        String field = any(COMPARED);
        return switch (random.nextInt(9)) {
            case 0 -> "present " + field;
            case 1 -> "missing " + field;
            case 2 -> "empty " + field;
            case 3 -> "equals " + field + " " + any(WANTED);
            case 4 -> "notequals " + field + " " + any(WANTED);
            case 5 -> "notcontains " + field + " " + any(WANTED);
            default -> "contains " + field + " " + any(WANTED);
        };
    }

    private String action() {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> "REMOVE " + field();
            case 3 -> "REMOVE " + field() + any(List.of(" var:site", " var:empty", " func:shout"));
            case 4, 5 -> "BLANK " + field();
            case 6 -> "KEEP " + field();
            case 7 ->
                "JITTER "
                        + any(List.of(
                                "PatientBirthDate",
                                "AcquisitionDateTime",
                                "endswith:Date",
                                "select:VR:DA",
                                "contains:Private",
                                "00091042",
                                "00111002",
                                "StudyDate",
                                "ALL",
                                "select:GROUP:0011"))
                        + " " + any(List.of("10", "-400", "var:days"));
            case 8, 9 -> "ADD " + any(ADDED);
            case 10 -> "REPLACE " + any(List.of("SpecificCharacterSet ISO_IR 192", "SpecificCharacterSet ISO_IR 100"));
            case 11 ->
                "REPLACE select:VR:" + any(Stream.of(Vr.values()).map(Vr::name).toList()) + " " + any(TEXTS);
            default -> "REPLACE " + field() + " " + any(TEXTS);
        };
    }

    private String field() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> any(NAMED);
            case 3, 4 -> any(EXPANDERS);
            case 5 -> "select:VR:" + any(Stream.of(Vr.values()).map(Vr::name).toList());
            default -> any(EncodableInstances.PRIVATE_ELEMENTS);
        };
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

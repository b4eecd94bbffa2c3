package org.sluice.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/** Recipes from a seed that ask for whatever {@link RandomInstances} have, and change it. */
final class RandomRecipes {
    private static final List<String> FIELDS = List.of(
            "ImageType",
            "StudyDate",
            "Modality",
            "SeriesDescription",
            "PatientName",
            "PatientID",
            "PatientSex",
            "PatientComments",
            "ProtocolName",
            "Rows",
            "Columns",
            "BurnedInAnnotation",
            "PlacerOrderNumberImagingServiceRequest",
            "ReferencedImageSequence",
            "ContentSequence",
            "VOILUTSequence",
            "LUTData",
            "EncapsulatedDocument",
            "PixelData",
            "DigitalSignaturesSequence",
            "DataSetTrailingPadding",
            "0x00091001",
            "0x00091002",
            "0x00291031",
            "0x7FE11001",
            "0x7FE31001",
            "0x00291010");
    private static final List<String> VALUES =
            List.of("M", "DOE", "doe^jane", "YES", "^NO$", "CT", "512", "primary", "late", "20240229", "RIPEMD160");
    private static final List<String> PLACES = List.of(
            "PatientName",
            "PatientID",
            "StudyDate",
            "PatientComments",
            "(0010,0010)",
            "(7FE1,1001)",
            "(0029,1031)",
            "(0009,1001)",
            "(0009,1002)",
            "(0029,1010)",
            "ContentSequence__PatientName",
            "RequestAttributesSequence",
            "DigitalSignaturesSequence",
            "DataSetTrailingPadding",
            "PixelData",
            "LUTData",
            "contains:PatientName",
            "startswith:Patient",
            "endswith:Date",
            "select:VR:PN",
            "select:GROUP:7FE1",
            "select:VR:LO",
            "fields:names",
            "values:names",
            "contains:^\\(0009",
            "ALL");
    private static final List<String> TEXTS = List.of(
            "ANON",
            "A^B",
            "var:site",
            "var:date",
            "20200101",
            "a value that is rather longer than what stood there before");

    private final Random random;

    RandomRecipes(long seed) {
        this.random = new Random(seed);
    }

    /** The next one that a strict reading takes. */
    String next() {
        while (true) {
            String text = text();
            try {
                CompiledRecipe.load(List.of(new SourceText("random.deid", text)), Reading.STRICT);
                return text;
            } catch (RecipeException refused) {
                // it says something that no recipe may say
            }
        }
    }

    private String text() {
        List<String> lines = new ArrayList<>(List.of("FORMAT dicom"));
        for (int section = random.nextInt(3); section > 0; section--) {
            lines.add("%filter section" + section);
            for (int label = 1 + random.nextInt(2); label > 0; label--) {
                label(lines, label);
            }
        }
        lines.addAll(List.of("%fields names", "FIELD PatientName", "FIELD (7FE1,1001)"));
        lines.addAll(List.of("%values names", "FIELD " + any(List.of("PatientName", "PatientID", "7FE11001"))));
        if (random.nextInt(3) == 0) {
            lines.add("SPLIT PatientName by=^;minlength=3");
        }
        int actions = random.nextInt(6);
        if (actions > 0) {
            lines.add("%header");
        }
        for (int action = 0; action < actions; action++) {
            lines.add(action());
        }
        if (actions > 0) {
            boolean renamed = random.nextInt(4) == 0;
            lines.addAll(List.of(
                    "KEEP SOPClassUID",
                    renamed ? "REPLACE SOPInstanceUID deid_func:pydicom_uuid" : "KEEP SOPInstanceUID"));
        }
        String text = String.join("\n", lines) + "\n";
        // Whoever has a list of values reads all of an instance first: half the recipes are to be without.
        return text.contains("values:names") ? text : text.replaceFirst("(?s)%values names.*?(?=%header|$)", "");
    }

    private void label(List<String> lines, int number) {
        lines.add("LABEL label " + number);
        lines.add(criterion());
        for (int more = random.nextInt(3); more > 0; more--) {
            lines.add("+ " + criterion() + (random.nextInt(3) == 0 ? " || " + criterion() : ""));
        }
        switch (random.nextInt(4)) {
            case 0 -> lines.add("coordinates 0,0,512,110");
            case 1 -> lines.add("coordinates from:SequenceOfUltrasoundRegions");
            default -> {}
        }
    }

    private String criterion() {
        String field = any(FIELDS);
        return switch (random.nextInt(6)) {
            case 0 -> "present " + field;
            case 1 -> "missing " + field;
            case 2 -> "equals " + field + " " + any(VALUES);
            case 3 -> "notequals " + field + " " + any(VALUES);
            default -> "contains " + field + " " + any(VALUES);
        };
    }

    private String action() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> "REMOVE " + any(PLACES);
            case 2 -> "BLANK " + any(PLACES);
            case 3 -> "KEEP " + any(PLACES);
            case 4 ->
                "JITTER " + any(List.of("StudyDate", "AcquisitionDateTime", "endswith:Date")) + " "
                        + any(List.of("10", "-400", "var:days"));
            case 5 ->
                "ADD "
                        + any(List.of(
                                "PatientIdentityRemoved YES",
                                "PatientName ANON",
                                "DataSetTrailingPadding ab",
                                "ImageComments var:site"));
            case 6 -> "REPLACE " + any(PLACES) + " deid_func:pydicom_uuid";
            default -> "REPLACE " + any(PLACES) + " " + any(TEXTS);
        };
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

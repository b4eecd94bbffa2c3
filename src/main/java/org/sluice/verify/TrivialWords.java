package org.sluice.verify;

import java.util.Set;
import java.util.stream.Stream;
import org.sluice.recipe.action.ImageWords;

/** Words that say nothing of a person though they stand in a person's attribute: nobody is found by them. */
final class TrivialWords {
    /** What stands where a value is missing or was taken away, and what every hospital is called. In lower case. */
    private static final Set<String> COMMON = Set.of(
            "anon",
            "anonymous",
            "anonymized",
            "anonymised",
            "unknown",
            "undefined",
            "none",
            "null",
            "nil",
            "empty",
            "missing",
            "removed",
            "redacted",
            "deidentified",
            "test",
            "testing",
            "demo",
            "dummy",
            "sample",
            "example",
            "phantom",
            "patient",
            "patients",
            "person",
            "people",
            "name",
            "names",
            "male",
            "female",
            "other",
            "unspecified",
            "doctor",
            "physician",
            "nurse",
            "technician",
            "technologist",
            "operator",
            "user",
            "admin",
            "service",
            "default",
            "hospital",
            "hospitals",
            "clinic",
            "clinics",
            "clinical",
            "medical",
            "medicine",
            "center",
            "centre",
            "university",
            "institute",
            "department",
            "radiology",
            "radiologist",
            "imaging",
            "health",
            "healthcare",
            "care",
            "general",
            "city",
            "county",
            "state",
            "street",
            "road",
            "avenue",
            "square",
            "lane",
            "house",
            "north",
            "south",
            "east",
            "west",
            "room",
            "station",
            "tech",
            "staff",
            "radiographer",
            "resident",
            "self",
            "referred",
            "external",
            "outpatient",
            "inpatient",
            "ward",
            "scanner",
            "device",
            "system",
            "machine",
            "subject",
            "trial",
            "research",
            "project",
            "group",
            "site");

    private TrivialWords() {}

    /** @param word in lower case */
    static boolean contains(String word) {
        return COMMON.contains(word) || ImageWords.all().contains(word);
    }

    /** Whether all of a text in {@link NormalText}'s form is such words. */
    static boolean allOf(String normal) {
        return Stream.of(normal.split(" ")).allMatch(TrivialWords::contains);
    }
}

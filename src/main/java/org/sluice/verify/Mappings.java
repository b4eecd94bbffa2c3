package org.sluice.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether every UID and every patient became the same one everywhere, and no two became one: over all instances, in both
 * directions. Of instances that were checked only this is held. For one thread.
 */
final class Mappings {
    private final Map<String, String> outputOfUid = new HashMap<>();
    private final Map<String, String> uidOfOutput = new HashMap<>();
    private final Map<String, String> pseudonymOfPatient = new HashMap<>();
    private final Map<String, String> patientOfPseudonym = new HashMap<>();
    private final ValueDigests digests;

    /**
     * Who an instance is about, before and after.
     *
     * @param original Patient ID and its issuer; empty when there is none
     * @param output Patient ID; empty when there is none
     */
    record Patient(String original, String output) {}

    Mappings(ValueDigests digests) {
        this.digests = digests;
    }

    void uids(String file, List<UidPairs.Pair> pairs, Consumer<Finding> findings) {
        for (UidPairs.Pair pair : pairs) {
            String before = outputOfUid.putIfAbsent(pair.original(), pair.output());
            if (before != null && !before.equals(pair.output())) {
                findings.accept(finding(
                        FindingKind.UID_MAPPING,
                        file,
                        pair.original(),
                        "one UID of the original became two in the output"));
            }
            String origin = uidOfOutput.putIfAbsent(pair.output(), pair.original());
            if (origin != null && !origin.equals(pair.original())) {
                findings.accept(finding(
                        FindingKind.UID_MAPPING,
                        file,
                        pair.original(),
                        "two UIDs of originals became one in the output"));
            }
        }
    }

    void patient(String file, Patient patient, Consumer<Finding> findings) {
        if (patient.original().isEmpty() || patient.output().isEmpty()) {
            return;
        }
        String before = pseudonymOfPatient.putIfAbsent(patient.original(), patient.output());
        if (before != null && !before.equals(patient.output())) {
            findings.accept(finding(
                    FindingKind.PATIENT_MAPPING,
                    file,
                    patient.original(),
                    "one patient has two Patient IDs in the output"));
        }
        String origin = patientOfPseudonym.putIfAbsent(patient.output(), patient.original());
        if (origin != null && !origin.equals(patient.original())) {
            findings.accept(finding(
                    FindingKind.PATIENT_MAPPING,
                    file,
                    patient.original(),
                    "two patients have one Patient ID in the output"));
        }
    }

    private Finding finding(FindingKind kind, String file, String original, String text) {
        return new Finding(kind, file, "", text + ", original's digest " + digests.digest(original), Optional.empty());
    }
}

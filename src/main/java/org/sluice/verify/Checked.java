package org.sluice.verify;

import java.util.List;

/**
 * What came of one original.
 *
 * @param studyUid of the original
 * @param outputStudyUid of its output; empty without one
 * @param file the output's name, as it may be shown; the original's where there is no output
 * @param pairing how it was paired
 * @param changes what was done to it
 * @param findings what is wrong, without what concerns several instances
 * @param uids which UIDs became which
 * @param patient who it is about
 * @param conformance whether dciodvfy has looked at it
 */
record Checked(
        String studyUid,
        String outputStudyUid,
        String file,
        Pairing pairing,
        List<Change> changes,
        List<Finding> findings,
        List<UidPairs.Pair> uids,
        Mappings.Patient patient,
        boolean conformance) {
    Checked {
        changes = List.copyOf(changes);
        findings = List.copyOf(findings);
        uids = List.copyOf(uids);
    }

    /** How an original was paired. */
    sealed interface Pairing {
        /** With an output, by its number. */
        record With(int output) implements Pairing {}

        /** With none so far: it is looked for by content. */
        record NotYet(Leftover leftover) implements Pairing {}

        /** With none, and there should be none. */
        record Held(String why) implements Pairing {}

        /** With one of several. */
        record Several(List<Integer> outputs) implements Pairing {}

        /** With none: there is none, or the original cannot be read. */
        record None() implements Pairing {}
    }

    static Checked without(String studyUid, String file, Pairing pairing, List<Finding> findings) {
        Mappings.Patient nobody = new Mappings.Patient("", "");
        return new Checked(studyUid, "", file, pairing, List.of(), findings, List.of(), nobody, false);
    }
}

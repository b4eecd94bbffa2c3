package org.sluice.benchmark;

/**
 * One line of an answer key: what has to become of one element of an instance, a series, a study or a patient.
 *
 * @param owner whom it is about
 * @param action what is wanted
 * @param path the element's way from the top level down: {@code <(0008,1140)>[<0000>]<(0008,1155)>}; a private one by its
 *     creator, {@code <(7053,"PHILIPS PET PRIVATE GROUP",00)>}
 * @param value the element's value before; of pixels to be hidden {@code left,top,right,bottom}, or empty where only eyes can tell
 * @param text the text that the action is about, or the digest of the pixels
 */
public record Answer(Owner owner, AnswerAction action, String path, String value, String text) {
    /** How much of what came the line is about. */
    public enum Scope {
        INSTANCE,
        SERIES,
        /** A study, or all of a patient's: the key counts a patient study by study. */
        STUDY
    }

    /** The UIDs as they were before, and which of them counts. */
    public record Owner(Scope scope, String studyUid, String seriesUid, String sopInstanceUid) {
        /** The UID that counts. */
        String uid() {
            return switch (scope) {
                case INSTANCE -> sopInstanceUid;
                case SERIES -> seriesUid;
                case STUDY -> studyUid;
            };
        }
    }
}

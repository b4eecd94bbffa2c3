package org.sluice.gateway.route;

import java.util.List;
import org.sluice.config.ScrubConfig;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.net.Status;
import org.sluice.pixel.PixelScrub;
import org.sluice.pixel.ScrubException;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.action.LateActionException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.function.ActionException;
import org.sluice.store.QuarantineEntry.Kind;

/** What is to become of an instance, decided from its header. */
public sealed interface InstanceDecision {
    /** Every match of the recipe's filters, the deciding one first; empty for a clean instance. */
    List<Match> matches();

    /** Words that {@code func:clean_words} took out of the texts of what goes on. */
    default int droppedWords() {
        return 0;
    }

    /**
     * It goes on to the destinations of its route.
     *
     * @param edits what the recipe's header actions did
     */
    record Forward(List<Match> matches, HeaderEdits edits) implements InstanceDecision {
        @Override
        public int droppedWords() {
            return edits.droppedWords();
        }
    }

    /**
     * It goes on to the destinations of its route with pixel data blanked.
     *
     * @param edits what the recipe's header actions did; when they are written, the pixel data is blanked
     * @param scrub what is blanked
     * @param how what becomes of the original
     */
    record Scrub(List<Match> matches, HeaderEdits edits, PixelScrub scrub, ScrubConfig how)
            implements InstanceDecision {
        @Override
        public int droppedWords() {
            return edits.droppedWords();
        }

        /** The same as far as the road is concerned. */
        public Forward forward() {
            return new Forward(matches, edits);
        }

        /** What the quarantine says of the original. */
        public Quarantine original() {
            return new Quarantine(matches, Kind.ORIGINAL, scrub.text());
        }
    }

    /**
     * It is kept as it came.
     *
     * @param kind flagged, or why nothing could be decided
     * @param detail what went wrong, empty when flagged; no patient value
     */
    record Quarantine(List<Match> matches, Kind kind, String detail) implements InstanceDecision {
        static Quarantine flagged(List<Match> matches) {
            return new Quarantine(matches, Kind.FLAGGED, "");
        }

        /** What could not be decided, and why; the detail holds no value of the instance. */
        public static Quarantine undecided(Kind kind, String detail) {
            return new Quarantine(List.of(), kind, detail);
        }

        /** What its data set says cannot be trusted. */
        static Quarantine contradicting(Contradiction found) {
            return undecided(Kind.valueOf(found.kind().name()), found.text());
        }

        /** What cannot be read, not be edited behind its header, or not be blanked. */
        public static Quarantine unreadable(DataSetException e) {
            String what = e instanceof ScrubException scrub ? scrub.word() + ": " : "";
            return undecided(kind(e), what + e.getMessage());
        }

        /** The same of an instance that filters have flagged. */
        public Quarantine with(List<Match> flagged) {
            return new Quarantine(flagged, kind, detail);
        }

        private static Kind kind(DataSetException e) {
            if (e instanceof ScrubException) {
                return Kind.NOT_BLANKED;
            }
            if (e instanceof LateActionException action) {
                return kind(action.kind());
            }
            return e instanceof HeaderTooLargeException ? Kind.HEADER_TOO_LARGE : Kind.DATA_SET_UNREADABLE;
        }

        /** What a failed header action is called in the quarantine. */
        static Kind kind(ActionException.Kind failure) {
            return switch (failure) {
                case VARIABLE_WITHOUT_VALUE -> Kind.VARIABLE_WITHOUT_VALUE;
                case VALUE_NOT_ENCODABLE -> Kind.VALUE_NOT_ENCODABLE;
                case ACTION_FAILED -> Kind.ACTION_FAILED;
            };
        }
    }

    /**
     * Its sender is told that it is not taken.
     *
     * @param status the failure status
     * @param comment for the sender, at most 64 characters
     * @param why for the log
     */
    record Refuse(List<Match> matches, int status, String comment, String why) implements InstanceDecision {
        /** PS3.7 C.5.24: refused by the rules of the one that was asked. */
        static Refuse byDisposition(List<Match> matches) {
            Match deciding = matches.get(0);
            return new Refuse(
                    matches,
                    Status.NOT_AUTHORIZED,
                    "refused by filter " + deciding.section(),
                    deciding.section() + ": " + deciding.reason());
        }

        /** The header is larger than the limit, or there is no memory for it now. */
        public static Refuse tooLarge(HeaderTooLargeException e) {
            String comment = e instanceof HeaderMemoryException ? "no memory for the header" : "larger than the limit";
            return new Refuse(List.of(), Status.OUT_OF_RESOURCES, comment, String.valueOf(e.getMessage()));
        }

        /** So much waits behind the route that it takes no more for now. */
        public static Refuse aboveHighWater(String why) {
            return new Refuse(List.of(), Status.OUT_OF_RESOURCES, "too much waits here, send it later", why);
        }

        /** Who became whom could not be written down. */
        static Refuse notNoted(String why) {
            return new Refuse(List.of(), Status.OUT_OF_RESOURCES, "crosswalk cannot be written", why);
        }

        /** What follows the pixel data cannot pass, and the instance is half sent: only its sender still has it. */
        public static Refuse halfSent(Quarantine kept) {
            return new Refuse(
                    List.of(),
                    Status.CANNOT_UNDERSTAND,
                    "data set cannot be read",
                    kept.kind().word() + " (" + kept.detail() + ")");
        }

        /** The archive behind a cut-through route accepted no context for it. */
        public static Refuse notTaken(String archive, String sopClassUid) {
            return new Refuse(
                    List.of(),
                    Status.SOP_CLASS_NOT_SUPPORTED,
                    "archive accepted no context for it",
                    "archive " + archive + " accepted no context for SOP class " + sopClassUid);
        }

        /** The archive behind a cut-through route failed midway. */
        public static Refuse archiveFailed(String destination) {
            return new Refuse(
                    List.of(), Status.OUT_OF_RESOURCES, "archive failed", "archive " + destination + " failed midway");
        }
    }
}

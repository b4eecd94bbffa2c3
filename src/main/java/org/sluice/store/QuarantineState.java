package org.sluice.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What has become of an instance in the quarantine; each has a folder of its own there, but for the first two. */
public enum QuarantineState {
    /** Somebody has to decide. */
    WAITING(""),
    /** It has gone on with its pixel data blanked; this is what came. It lies in the quarantine itself, too. */
    ORIGINAL(""),
    /** Somebody has let it go, and it is being put into the spool at this moment, or was when the node broke off. */
    RELEASING("releasing"),
    /** It has gone on to destinations. */
    RELEASED("released"),
    /** It must not go on. */
    REJECTED("rejected");

    private final String folder;

    QuarantineState(String folder) {
        this.folder = folder;
    }

    /** The name of its folder in the quarantine; empty for the quarantine itself. */
    String folder() {
        return folder;
    }

    /** The word for people and programs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state that names its folder; entries tell apart those that share one. */
    QuarantineState place() {
        return this == ORIGINAL ? WAITING : this;
    }

    /** That of an entry whose files are where this state has them. */
    QuarantineState with(String kind) {
        return this == WAITING && kind.equals(QuarantineEntry.Kind.ORIGINAL.word()) ? ORIGINAL : this;
    }

    /** That of a word; empty when there is none. */
    public static Optional<QuarantineState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}

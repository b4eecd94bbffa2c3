package org.sluice.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What has become of an instance in the quarantine; each has a folder of its own there, the first the quarantine itself. */
public enum QuarantineState {
    /** Somebody has to decide. */
    WAITING(""),
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

    /** That of a word; empty when there is none. */
    public static Optional<QuarantineState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}

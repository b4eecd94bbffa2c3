package org.sluice.config;

import java.util.Arrays;
import java.util.Optional;

/** What a person may do at the desk of a node; each may do what those before it may. */
public enum DeskRole {
    /** Sees UIDs, reasons, queues and counts; no patient value, no picture, and nothing that people have written. */
    VIEWER,
    /** Sees patient values and pictures, decides about instances of the quarantine, and has queues tried again. */
    REVIEWER,
    /** Does what cannot be undone or goes past a recipe: as it came, purge, drop, as made, reload. */
    ADMIN;

    /** Whether whoever has this role may do what another may. */
    public boolean covers(DeskRole other) {
        return compareTo(other) >= 0;
    }

    /** How it is written: {@code reviewer}. */
    public String word() {
        return Section.word(this);
    }

    /** That of a word. */
    public static Optional<DeskRole> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}

package org.sluice.verify;

import java.util.Optional;

/**
 * One thing that is wrong.
 *
 * @param kind what sort of thing
 * @param file the file it is in, below its folder; of an output if it concerns one
 * @param where the element, as a path of tags, or another place; empty where the whole file is meant
 * @param text what was expected and what was found, without values
 * @param sighting of a leak: what was met
 */
public record Finding(FindingKind kind, String file, String where, String text, Optional<Sighting> sighting) {
    static Finding of(FindingKind kind, String file, String where, String text) {
        return new Finding(kind, file, where, text, Optional.empty());
    }

    /** For people, in one line. */
    public String line() {
        String at = where.isEmpty() ? "" : " " + where;
        String met = sighting.map(one -> ": " + one.text()).orElse("");
        return kind.word() + " " + file + at + ": " + text + met;
    }
}

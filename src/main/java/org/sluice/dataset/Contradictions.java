package org.sluice.dataset;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.dataset.Contradiction.Kind;

/**
 * The contradictions that were found in one data set so far, the first of each kind: a data set can have a million. Readers
 * of its parts add to it one after the other. For one thread.
 */
public final class Contradictions {
    private Map<Kind, Contradiction> firsts = Map.of();

    /** None yet. */
    public Contradictions() {}

    /** Whether none was found. */
    public boolean isEmpty() {
        return firsts.isEmpty();
    }

    /** Whether one of this kind was found. */
    boolean has(Kind kind) {
        return firsts.containsKey(kind);
    }

    /** The one that was found first. */
    public Optional<Contradiction> first() {
        return firsts.values().stream().findFirst();
    }

    /** The first of each kind, in the order in which they were found. */
    public Collection<Contradiction> ofEachKind() {
        return firsts.values();
    }

    /** Notes one, unless there is one of its kind. */
    public void add(Contradiction found) {
        add(found.kind(), () -> found);
    }

    /** Notes one; what makes it is asked only when it is the first of its kind. */
    void add(Kind kind, Supplier<Contradiction> found) {
        if (!firsts.containsKey(kind)) {
            if (firsts.isEmpty()) {
                firsts = new LinkedHashMap<>();
            }
            firsts.put(kind, found.get());
        }
    }
}

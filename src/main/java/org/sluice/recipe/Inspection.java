package org.sluice.recipe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Verdict;

/**
 * What a recipe's filters say of a number of files, each in the order in which they were found. No values of an instance are
 * in it.
 *
 * @param clean files that no filter stops
 * @param flagged files that a node would quarantine, with the reason: the sections and criteria that matched, or what
 *     contradicts PS3.5
 * @param undecided what could not be judged, with the reason: no DICOM file, a damaged one, a folder that cannot be listed, or a
 *     filter that failed. These are not clean
 */
public record Inspection(List<Path> clean, Map<Path, String> flagged, Map<Path, String> undecided) {
    /** Keeps its own copies of {@code clean}, {@code flagged} and {@code undecided}, in their order. */
    public Inspection {
        clean = List.copyOf(clean);
        flagged = Collections.unmodifiableMap(new LinkedHashMap<>(flagged));
        undecided = Collections.unmodifiableMap(new LinkedHashMap<>(undecided));
    }

    static String reason(Verdict verdict) {
        return verdict.matches().stream().map(Match::why).collect(Collectors.joining("; "));
    }
}

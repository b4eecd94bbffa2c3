package org.sluice.recipe.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Vr;
import org.sluice.recipe.filter.Coordinate.Effect;
import org.sluice.recipe.filter.Coordinate.Source;
import org.sluice.recipe.instance.PrintedElement;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.syntax.Coordinates;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.Span;

/** One line of coordinates, compiled: fixed ones, or the regions of a sequence of the instance. */
final class Regions {
    /** Region Location Min X0, Min Y0, Max X1, Max Y1, PS3.3 C.8.5.5. */
    private static final int[] CORNERS = {0x0018_6018, 0x0018_601A, 0x0018_601C, 0x0018_601E};

    private final Span at;
    private final Effect effect;
    /** The regions written in the recipe; null when they come from the instance. */
    private final @Nullable Coordinate fixed;

    private final OptionalInt tag;
    /** Compat: the field is a tag, which deid finds but cannot read. */
    private final boolean unreadable;

    private final boolean strict;

    private Regions(
            Span at, Effect effect, @Nullable Coordinate fixed, OptionalInt tag, boolean unreadable, Reading reading) {
        this.at = at;
        this.effect = effect;
        this.fixed = fixed;
        this.tag = tag;
        this.unreadable = unreadable;
        this.strict = reading == Reading.STRICT;
    }

    static Regions of(Coordinates line, Reading reading) {
        Effect effect = line.word().keep() ? Effect.KEEP : Effect.BLANK;
        Optional<String> from = line.from();
        if (from.isEmpty()) {
            Coordinate fixed = new Coordinate(effect, Source.RECIPE, List.of(line.where()));
            return new Regions(line.at(), effect, fixed, OptionalInt.empty(), false, reading);
        }
        Optional<Dictionary.Entry> keyword = Dictionary.standard().byKeyword(from.get());
        OptionalInt tag = keyword.isPresent() && keyword.get().mask() == -1
                ? OptionalInt.of(keyword.get().tag())
                : PythonNumbers.tag(from.get());
        return new Regions(line.at(), effect, null, tag, keyword.isEmpty() && reading == Reading.COMPAT, reading);
    }

    /** The tag of the sequence that gives them; 0 when the recipe does. */
    int tag() {
        return tag.orElse(0);
    }

    Coordinate of(HeaderEdit dataSet) {
        if (fixed != null) return fixed;
        int sequence = tag.isPresent() ? dataSet.find(tag.getAsInt()) : -1;
        return new Coordinate(effect, Source.SEQUENCE, sequence < 0 ? List.of() : regions(dataSet, sequence));
    }

    private List<String> regions(HeaderEdit dataSet, int sequence) {
        if (unreadable) throw new EvaluationException("regions come from a keyword, found a tag", at);
        if (!dataSet.isSequence(sequence)) {
            if (isText(dataSet, sequence)) return List.of();
            throw new EvaluationException("regions come from a sequence, found VR " + dataSet.vr(sequence), at);
        }
        List<String> regions = new ArrayList<>();
        for (int item = 0; item < dataSet.itemCount(sequence); item++) {
            String region = region(dataSet, sequence, item);
            if (region != null) regions.add(region);
        }
        return regions;
    }

    /** A list or a text can be searched for keywords, and holds none; a number cannot. */
    private static boolean isText(HeaderEdit dataSet, int i) {
        Vr vr = dataSet.vr(i);
        boolean several =
                vr.isText() ? PrintedElement.texts(vr, dataSet.text(i)).size() > 1 : dataSet.numberCount(i) > 1;
        return several || (vr.isText() && vr != Vr.IS && vr != Vr.DS);
    }

    private @Nullable String region(HeaderEdit dataSet, int sequence, int item) {
        List<String> corners = new ArrayList<>(CORNERS.length);
        for (int corner : CORNERS) {
            int i = dataSet.header().find(sequence, item, corner);
            if (i < 0) return null;
            String value = PrintedElement.value(dataSet, i, Reading.COMPAT);
            if (strict) requireWhole(value, dataSet, i);
            corners.add(value == null ? "None" : value);
        }
        return String.join(",", corners);
    }

    /** Coordinates are written beside the instance and shown: numbers may come from it, and nothing else. */
    private void requireWhole(@Nullable String value, HeaderEdit dataSet, int i) {
        if (value == null || !value.matches("[+-]?[0-9]{1,10}")) {
            throw new EvaluationException(
                    dataSet.path(i) + ": expected one whole number for a region, found another value of VR "
                            + (dataSet.isSequence(i) ? Vr.SQ : dataSet.vr(i)),
                    at);
        }
    }
}

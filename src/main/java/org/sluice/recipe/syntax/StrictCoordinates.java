package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.text.Span;

/** Reads a line of coordinates: {@code all}, four whole numbers, or {@code from:} and the keyword of a sequence. */
final class StrictCoordinates {
    private static final String ALL = "all";
    private static final String FROM = "from:";

    private static final String EMPTY_CORNERS =
            "this region is empty: the numbers are xmin,ymin,xmax,ymax (x,y,width,height goes with ctpcoordinates)";

    private final Problems problems;

    StrictCoordinates(Problems problems) {
        this.problems = problems;
    }

    Content read(Span at, String text, Coordinates.Word word) {
        int start = Blanks.skip(text, word.word().length(), text.length());
        String written = text.substring(start);
        Span writtenAt = at.within(start, written.length());
        Optional<String> where = written.equals(ALL)
                ? Optional.of(ALL)
                : written.startsWith(FROM) ? from(writtenAt, written, word) : numbers(writtenAt, written, word);
        return where.<Content>map(place -> new Coordinates(at.within(0, text.length()), word, place, written))
                .orElseGet(() -> new Content.Skipped(at, text));
    }

    private Optional<String> from(Span at, String written, Coordinates.Word word) {
        String keyword = written.substring(FROM.length());
        Span keywordAt = at.within(FROM.length(), keyword.length());
        if (word.sized()) {
            problems.error(at, "expected all or x,y,width,height: from: goes with coordinates and keepcoordinates");
            return Optional.empty();
        }
        Optional<Dictionary.Entry> entry = Keywords.exact(keyword);
        if (entry.isEmpty()) {
            String expected = "expected the keyword of a sequence after from:";
            keywordOf(keyword)
                    .ifPresentOrElse(
                            sequence -> problems.misspelt(
                                    keywordAt, expected + ", found " + Quoted.text(keyword), List.of(sequence)),
                            () -> problems.unknownKeyword(keywordAt, expected, keyword));
            return Optional.empty();
        }
        if (entry.get().vr() != Vr.SQ) {
            problems.error(
                    keywordAt,
                    "expected a sequence, found an element of VR " + entry.get().vr());
            return Optional.empty();
        }
        return Optional.of(written);
    }

    /** The keyword of an element written as a tag. */
    private static Optional<String> keywordOf(String written) {
        var tag = Tag.parse(written.startsWith("0x") ? written.substring(2) : written);
        return tag.isPresent()
                ? Dictionary.standard().byTag(tag.getAsInt()).map(Dictionary.Entry::keyword)
                : Optional.empty();
    }

    private Optional<String> numbers(Span at, String written, Coordinates.Word word) {
        List<BigInteger> numbers = new ArrayList<>();
        int place = 0;
        for (String part : written.split(",", -1)) {
            Optional<BigInteger> number = PythonNumbers.whole(part);
            if (number.isEmpty()) {
                problems.error(at.within(place, part.length()), "expected " + form(word));
                return Optional.empty();
            }
            numbers.add(number.get());
            place += part.length() + 1;
        }
        if (numbers.size() != 4) {
            problems.error(at, "expected " + form(word) + ", found " + numbers.size() + " numbers");
            return Optional.empty();
        }
        if (isEmpty(numbers, word)) {
            problems.warning(
                    at, word.sized() ? "this region is empty: width and height must be above zero" : EMPTY_CORNERS);
        }
        return Optional.of(word.sized() ? CompatMembers.corners(numbers) : written);
    }

    /** Negative numbers count from the far edge, which only the image knows. */
    private static boolean isEmpty(List<BigInteger> numbers, Coordinates.Word word) {
        BigInteger width = word.sized() ? numbers.get(2) : numbers.get(2).subtract(numbers.get(0));
        BigInteger height = word.sized() ? numbers.get(3) : numbers.get(3).subtract(numbers.get(1));
        return numbers.stream().noneMatch(number -> number.signum() < 0)
                && (width.signum() <= 0 || height.signum() <= 0);
    }

    private static String form(Coordinates.Word word) {
        return word.sized()
                ? "all or four whole numbers x,y,width,height"
                : "all, four whole numbers xmin,ymin,xmax,ymax, or from: and a sequence";
    }
}

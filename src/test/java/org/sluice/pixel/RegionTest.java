package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.sluice.pixel.Region.Effect;
import org.sluice.pixel.Region.Maxima;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** Lines of coordinates become rectangles of a frame. */
class RegionTest {
    private static final FrameShape SHAPE = new FrameShape(20, 30, 1, 8, 8, 7, false, 0, "MONOCHROME2");

    private static List<PixelArea> areas(Region... regions) throws PixelDataException {
        return Region.areas(List.of(regions), SHAPE);
    }

    private static Region blank(String where) {
        return new Region(Effect.BLANK, Maxima.EXCLUDED, where);
    }

    private static Region keep(String where) {
        return new Region(Effect.KEEP, Maxima.EXCLUDED, where);
    }

    @Example
    void theSecondCornerOfARecipeIsTheFirstPixelBehind() throws PixelDataException {
        assertThat(areas(blank("1,2,5,9"))).containsExactly(new PixelArea(1, 2, 5, 9));
    }

    @Example
    void theSecondCornerOfAnUltrasoundRegionIsItsLastPixel() throws PixelDataException {
        assertThat(areas(new Region(Effect.BLANK, Maxima.INCLUDED, "1,2,5,9")))
                .containsExactly(new PixelArea(1, 2, 6, 10));
    }

    @Example
    void negativeNumbersOfARecipeCountFromTheFarEdge() throws PixelDataException {
        assertThat(areas(blank("0,-5,30,20"))).containsExactly(new PixelArea(0, 15, 30, 20));
        assertThat(areas(blank("-3,0,-1,20"))).containsExactly(new PixelArea(27, 0, 29, 20));
    }

    @Example
    void whatReachesOverTheEdgesIsCutOff() throws PixelDataException {
        assertThat(areas(blank("10,10,9999999999,512"))).containsExactly(new PixelArea(10, 10, 30, 20));
    }

    @Example
    void laterLinesWin() throws PixelDataException {
        assertThat(areas(blank("all"), keep("0,5,30,20"))).containsExactly(new PixelArea(0, 0, 30, 5));
        assertThat(areas(keep("0,5,30,20"), blank("all"))).containsExactly(new PixelArea(0, 0, 30, 20));
    }

    @Example
    void aRectangleWithoutAPixelInTheFrameIsRefused() {
        for (String where : List.of("30,0,40,10", "0,20,5,30", "5,5,5,9", "9,9,3,12")) {
            assertRefused(Kind.OUTSIDE, blank("all"), blank(where));
        }
    }

    @Example
    void aRectangleOfAnInstanceWithOtherThanPlaceNumbersIsRefused() {
        for (String where : List.of("-2,0,5,5", "None,0,5,5", "0,0,5", "", "0,0,5,5,5", "1e3,0,5,5")) {
            assertRefused(Kind.OUTSIDE, new Region(Effect.BLANK, Maxima.INCLUDED, where));
        }
    }

    @Example
    void nothingToBlankIsRefused() {
        assertRefused(Kind.NOTHING);
        assertRefused(Kind.NOTHING, keep("all"));
        assertRefused(Kind.NOTHING, blank("1,1,5,5"), keep("0,0,9,9"));
    }

    private static void assertRefused(Kind kind, Region... regions) {
        assertThatThrownBy(() -> areas(regions))
                .isInstanceOfSatisfying(
                        PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    /** As deid has it: a mask of ones, in which each line sets its rectangle. */
    @Property(tries = 2000)
    void whatIsBlankedIsWhatTheLinesLeaveInAMask(@ForAll long seed) throws PixelDataException {
        Random random = new Random(seed);
        boolean[][] mask = new boolean[20][30];
        List<Region> regions = new ArrayList<>(List.of(blank("0,0,1,1")));
        mask[0][0] = true;
        for (int i = random.nextInt(12); i > 0; i--) {
            int left = random.nextInt(29) + 1;
            int top = random.nextInt(20);
            int right = left + 1 + random.nextInt(30 - left);
            int bottom = top + 1 + random.nextInt(20 - top);
            boolean blanks = random.nextInt(3) > 0;
            String where = left + "," + top + "," + right + "," + bottom;
            regions.add(blanks ? blank(where) : keep(where));
            for (int row = top; row < bottom; row++) {
                Arrays.fill(mask[row], left, right, blanks);
            }
        }
        int[][] found = new int[20][30];
        for (PixelArea area : Region.areas(regions, SHAPE)) {
            for (int row = area.top(); row < area.bottom(); row++) {
                for (int column = area.left(); column < area.right(); column++) {
                    found[row][column]++;
                }
            }
        }
        for (int row = 0; row < 20; row++) {
            for (int column = 0; column < 30; column++) {
                assertThat(found[row][column]).isEqualTo(mask[row][column] ? 1 : 0);
            }
        }
    }
}

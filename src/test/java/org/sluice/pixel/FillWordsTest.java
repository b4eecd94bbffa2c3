package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.TransferSyntax;
import org.sluice.pixel.frame.FrameShape;

/** Black as each photometric interpretation has it, PS3.3 C.7.6.3.1.2. */
class FillWordsTest {
    private static FrameShape gray(String photometric, int stored, int high, boolean signed) {
        return new FrameShape(4, 4, 1, 16, stored, high, signed, 0, photometric);
    }

    private static FrameShape colour(String photometric) {
        return new FrameShape(4, 4, 3, 8, 8, 7, false, 0, photometric);
    }

    private static Iterable<Long> black(FrameShape shape, byte[]... elements) throws DataSetException {
        return new FillWords(header(elements), shape)
                .of(ScrubOrder.Colour.BLACK)
                .words();
    }

    @Test
    void grayIsTheLowestStoredValueAndMonochrome1TheHighest() throws DataSetException {
        assertThat(black(gray("MONOCHROME2", 12, 11, false))).containsExactly(0L);
        assertThat(black(gray("MONOCHROME1", 12, 11, false))).containsExactly(0x0FFFL);
        assertThat(black(gray("MONOCHROME2", 12, 11, true))).containsExactly(0xF800L);
        assertThat(black(gray("MONOCHROME1", 12, 15, false))).containsExactly(0xFFF0L);
    }

    @Test
    void coloursHaveTheirChrominanceInTheMiddle() throws DataSetException {
        assertThat(black(colour("RGB"))).containsExactly(0L, 0L, 0L);
        assertThat(black(colour("YBR_FULL"))).containsExactly(0L, 128L, 128L);
        assertThat(black(colour("YBR_FULL_422"))).containsExactly(0L, 128L, 128L);
        assertThat(black(colour("YBR_PARTIAL_422"))).containsExactly(16L, 128L, 128L);
    }

    @Test
    void thePaddingValueOfAGrayPictureComesFirst() throws DataSetException {
        byte[] padding = element(0x0028_0120, "SS", -2000);
        assertThat(black(gray("MONOCHROME2", 12, 11, true), padding)).containsExactly(63_536L);
        assertThat(black(colour("RGB"), padding)).containsExactly(0L, 0L, 0L);
    }

    @Test
    void aCodecGetsOnlyWhatItCanStore() throws DataSetException {
        FrameShape shape = gray("MONOCHROME2", 12, 11, false);
        FillWords words = new FillWords(header(element(0x0028_0120, "US", 0xF000)), shape);
        assertThat(words.storable(words.of(ScrubOrder.Colour.BLACK)).words()).containsExactly(0L);
        FillWords fitting = new FillWords(header(element(0x0028_0120, "US", 0x0123)), shape);
        assertThat(fitting.storable(fitting.of(ScrubOrder.Colour.BLACK)).words())
                .containsExactly(0x0123L);
    }

    @Test
    void aPaletteHasItsDarkestEntry() throws DataSetException {
        FrameShape shape = new FrameShape(4, 4, 1, 8, 8, 7, false, 0, "PALETTE COLOR");
        byte[][] palette = {
            element(0x0028_1101, "US", 3, 10, 16),
            element(0x0028_1102, "US", 3, 10, 16),
            element(0x0028_1103, "US", 3, 10, 16),
            element(0x0028_1201, "OW", 900, 100, 0),
            element(0x0028_1202, "OW", 900, 100, 500),
            element(0x0028_1203, "OW", 0, 100, 0)
        };
        assertThat(black(shape, palette)).containsExactly(11L);
        assertThatThrownBy(() -> black(shape)).isInstanceOf(ScrubException.class);
        assertThat(new FillWords(header(), shape).of(ScrubOrder.Colour.ZERO).words())
                .containsExactly(0L);
    }

    private static byte[] element(int tag, String vr, int... words) {
        boolean longLength = vr.equals("OW");
        ByteBuffer element = ByteBuffer.allocate((longLength ? 12 : 8) + 2 * words.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) (tag >>> 16))
                .putShort((short) tag)
                .put((byte) vr.charAt(0))
                .put((byte) vr.charAt(1));
        if (longLength) {
            element.putShort((short) 0).putInt(2 * words.length);
        } else {
            element.putShort((short) (2 * words.length));
        }
        for (int word : words) {
            element.putShort((short) word);
        }
        return element.array();
    }

    private static Header header(byte[]... elements) throws DataSetException {
        HeaderReader reader = new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, -1);
        for (byte[] element : elements) {
            reader.accept(ByteBuffer.wrap(element));
        }
        reader.end();
        return reader.header();
    }
}

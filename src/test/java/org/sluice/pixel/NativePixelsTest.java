package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** Native pixel data, blanked as it passes in pieces, against a model that sets each bit of each sample by itself. */
class NativePixelsTest {
    private static final List<String> PHOTOMETRIC = List.of(
            "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422");

    /** One picture, and what is to be blanked of it. */
    private record Case(ImageHeader image, List<PixelArea> areas, Fill fill, Vr vr, boolean bigEndian, byte[] pixels) {
        static Case of(Random random) throws ScrubException {
            String photometric = PHOTOMETRIC.get(random.nextInt(PHOTOMETRIC.size()));
            boolean shared = photometric.endsWith("422");
            int samples = PHOTOMETRIC.indexOf(photometric) < 3 ? 1 : 3;
            int allocated = shared ? 8 : List.of(1, 8, 16, 32).get(random.nextInt(samples == 1 ? 4 : 3) % 4);
            allocated = samples == 3 && allocated == 1 ? 32 : allocated;
            int stored = 1 + random.nextInt(allocated);
            int high = stored - 1 + random.nextInt(allocated - stored + 1);
            int columns = (1 + random.nextInt(9)) * (shared ? 2 : 1);
            FrameShape shape = new FrameShape(
                    1 + random.nextInt(7),
                    columns,
                    samples,
                    allocated,
                    stored,
                    high,
                    random.nextBoolean(),
                    samples == 3 && !shared ? random.nextInt(2) : 0,
                    photometric);
            ImageHeader image = new ImageHeader(shape, 1 + random.nextInt(3));
            boolean bigEndian = random.nextBoolean();
            Vr vr = allocated <= 8 && random.nextBoolean() ? Vr.OB : Vr.OW;
            List<Long> words = new ArrayList<>();
            for (int sample = 0; sample < samples; sample++) {
                words.add(random.nextLong() & (1L << allocated) - 1);
            }
            byte[] pixels = new byte[(int) NativeLayout.of(image, vr, bigEndian).length()];
            random.nextBytes(pixels);
            return new Case(image, areas(random, shape), new Fill(words), vr, bigEndian, pixels);
        }

        private static List<PixelArea> areas(Random random, FrameShape shape) {
            List<PixelArea> areas = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int left = random.nextInt(shape.columns());
                int top = random.nextInt(shape.rows());
                areas.add(new PixelArea(
                        left,
                        top,
                        left + 1 + random.nextInt(shape.columns() - left),
                        top + 1 + random.nextInt(shape.rows() - top)));
            }
            return areas;
        }

        NativePixels blanker() throws ScrubException {
            return NativePixels.of(image, areas, fill, vr, bigEndian, pixels.length);
        }

        /** What has to come out. */
        byte[] model() {
            byte[] bytes = pixels.clone();
            if (vr == Vr.OW && bigEndian) {
                swap(bytes);
            }
            FrameShape shape = image.shape();
            for (int frame = 0; frame < image.frames(); frame++) {
                for (int row = 0; row < shape.rows(); row++) {
                    for (int column = 0; column < shape.columns(); column++) {
                        for (int sample = 0; sample < shape.samples(); sample++) {
                            if (isBlanked(row, column)) {
                                setWord(bytes, place(frame, row, column, sample), fill.word(sample));
                            }
                        }
                    }
                }
            }
            for (long bit = bits(); bit < bytes.length * 8L; bit++) {
                bytes[(int) (bit / 8)] &= (byte) ~(1 << bit % 8);
            }
            if (vr == Vr.OW && bigEndian) {
                swap(bytes);
            }
            return bytes;
        }

        private boolean shared() {
            return image.shape().photometricInterpretation().endsWith("422");
        }

        private boolean isBlanked(int row, int column) {
            return areas.stream()
                    .anyMatch(area -> row >= area.top()
                            && row < area.bottom()
                            && (contains(area, column) || (shared() && contains(area, column ^ 1))));
        }

        private static boolean contains(PixelArea area, int column) {
            return column >= area.left() && column < area.right();
        }

        private long samplesPerFrame() {
            return image.shape().pixels() * (shared() ? 2 : image.shape().samples());
        }

        private long bits() {
            return samplesPerFrame() * image.frames() * image.shape().bitsAllocated();
        }

        /** The number of a sample in the value, as the standard's figures have them. */
        private long place(int frame, int row, int column, int sample) {
            FrameShape shape = image.shape();
            long pixel = (long) row * shape.columns() + column;
            long within = shared()
                    ? pixel / 2 * 4 + (sample == 0 ? pixel % 2 : 1 + sample)
                    : shape.planarConfiguration() == 1
                            ? sample * shape.pixels() + pixel
                            : pixel * shape.samples() + sample;
            return frame * samplesPerFrame() + within;
        }

        private void setWord(byte[] bytes, long sample, long word) {
            int allocated = image.shape().bitsAllocated();
            for (int bit = 0; bit < allocated; bit++) {
                long at = sample * allocated + bit;
                int mask = 1 << at % 8;
                boolean set = (word >> bit & 1) == 1;
                bytes[(int) (at / 8)] = (byte) (set ? bytes[(int) (at / 8)] | mask : bytes[(int) (at / 8)] & ~mask);
            }
        }

        private static void swap(byte[] bytes) {
            for (int i = 0; i < bytes.length; i += 2) {
                byte first = bytes[i];
                bytes[i] = bytes[i + 1];
                bytes[i + 1] = first;
            }
        }
    }

    @Property(tries = 20_000)
    void rectanglesAreBlankedAndNothingElseWhereverTheBytesAreCut(@ForAll long seed) throws ScrubException {
        Random random = new Random(seed);
        Case one = Case.of(random);
        NativePixels blanker = one.blanker();
        ByteBuffer all = random.nextBoolean()
                ? ByteBuffer.wrap(one.pixels().clone())
                : ByteBuffer.allocateDirect(one.pixels().length)
                        .put(one.pixels())
                        .flip();
        for (int at = 0; at < all.capacity(); ) {
            int end = Math.min(all.capacity(), at + 1 + random.nextInt(1 + random.nextInt(all.capacity())));
            blanker.blank(all.limit(end).position(at));
            assertThat(all.position()).isEqualTo(at);
            at = end;
        }
        byte[] blanked = new byte[all.capacity()];
        all.position(0).get(blanked);
        assertThat(blanked).as("%s", one).isEqualTo(one.model());
    }

    @Example
    void aKnownPatternLeavesNoByteInTheRectangle() throws ScrubException {
        ImageHeader image = new ImageHeader(new FrameShape(512, 512, 1, 16, 12, 11, true, 0, "MONOCHROME2"), 2);
        byte[] pixels = new byte[512 * 512 * 2 * 2];
        Arrays.fill(pixels, (byte) 0xA5);
        List<PixelArea> all = List.of(new PixelArea(0, 0, 512, 512));
        NativePixels.of(image, all, Fill.black(image.shape()), Vr.OW, false, pixels.length)
                .blank(ByteBuffer.wrap(pixels));
        assertThat(ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN).getShort())
                .isEqualTo((short) -2048);
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] == (byte) 0xA5) {
                throw new AssertionError("byte " + i + " stays");
            }
        }
    }

    @Example
    void aLengthThatContradictsTheHeaderIsRefused() {
        ImageHeader image = new ImageHeader(new FrameShape(3, 3, 1, 8, 8, 7, false, 0, "MONOCHROME2"), 1);
        List<PixelArea> areas = List.of(new PixelArea(0, 0, 1, 1));
        for (long length : new long[] {8, 9, 12}) {
            assertThatThrownBy(() -> NativePixels.of(image, areas, Fill.zero(image.shape()), Vr.OB, false, length))
                    .isInstanceOfSatisfying(
                            ScrubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GEOMETRY));
        }
    }

    @Example
    void moreFramesThanBytesCanBeAreRefused() {
        FrameShape largest = new FrameShape(65535, 65535, 3, 32, 32, 31, false, 0, "RGB");
        assertThatThrownBy(() -> NativeLayout.of(new ImageHeader(largest, 999_999_999), Vr.OW, false))
                .isInstanceOfSatisfying(
                        ScrubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GEOMETRY));
    }
}

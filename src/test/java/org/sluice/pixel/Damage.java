package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** What no codec may make of a damaged codestream: anything but a picture of the right size or a failure with its kind. */
public final class Damage {
    private static final List<PixelArea> CORNER = List.of(new PixelArea(0, 0, 5, 3));

    private Damage() {}

    /** No beginning of a codestream is a picture, until nothing is missing but {@code spare} bytes at its end. */
    public static void assertEveryEarlyEndFails(FrameCodec codec, byte[] codestream, FrameShape shape, int spare) {
        for (int length = 0; length < codestream.length - spare; length++) {
            byte[] begun = Arrays.copyOf(codestream, length);
            assertThatThrownBy(() -> codec.decode(begun, shape))
                    .as("the first %s bytes of %s", length, codestream.length)
                    .isInstanceOf(PixelDataException.class);
            assertThatThrownBy(() -> codec.blank(begun, shape, CORNER, Fill.black(shape)))
                    .as("the first %s bytes of %s", length, codestream.length)
                    .isInstanceOf(PixelDataException.class);
        }
    }

    /** Bytes changed, left out and doubled at random: what is still read can be blanked, and is blank then. */
    public static void assertDamageFailsPolitely(
            FrameCodec codec, byte[] codestream, FrameShape shape, long seed, int cases) throws PixelDataException {
        Random random = new Random(seed);
        for (int i = 0; i < cases; i++) {
            byte[] damaged = damaged(codestream, random);
            try {
                assertThat(codec.decode(damaged, shape)).hasSize((int) shape.bytes());
            } catch (PixelDataException e) {
                assertThat(e.kind()).isIn(Kind.DAMAGED, Kind.TRUNCATED, Kind.GEOMETRY, Kind.UNSUPPORTED);
                continue;
            }
            byte[] blanked = codec.blank(damaged, shape, CORNER, Fill.black(shape));
            byte[] shown = codec.decode(blanked, shape);
            for (int sample = 0; sample < shape.samples(); sample++) {
                assertThat(Frames.sample(shown, shape, 2, 4, sample))
                        .as("case %s of seed %s", i, seed)
                        .isEqualTo((int) Fill.black(shape).word(sample));
            }
        }
    }

    private static byte[] damaged(byte[] codestream, Random random) {
        byte[] damaged = codestream.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt(256);
                case 2 -> {
                    System.arraycopy(damaged, at, damaged, Math.max(0, at - 1), damaged.length - at);
                    damaged = Arrays.copyOf(damaged, damaged.length - 1);
                }
                default -> damaged[at] = (byte) 0xFF;
            }
        }
        return damaged;
    }

    /** Every number of the header that differs from the codestream is a contradiction. */
    public static void assertGeometryIsCompared(FrameCodec codec, byte[] codestream, FrameShape shape) {
        List<FrameShape> others = List.of(
                sized(shape, shape.rows() + 1, shape.columns(), shape.samples()),
                sized(shape, shape.rows(), shape.columns() - 1, shape.samples()),
                sized(shape, shape.columns(), shape.rows(), shape.samples()),
                sized(shape, shape.rows(), shape.columns(), shape.samples() == 1 ? 3 : 1));
        for (FrameShape other : others) {
            assertThatThrownBy(() -> codec.decode(codestream, other))
                    .as("%s", other)
                    .isInstanceOfSatisfying(
                            PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GEOMETRY));
        }
    }

    private static FrameShape sized(FrameShape shape, int rows, int columns, int samples) {
        return new FrameShape(
                rows,
                columns,
                samples,
                shape.bitsAllocated(),
                shape.bitsStored(),
                shape.highBit(),
                shape.signed(),
                0,
                shape.photometricInterpretation());
    }

    /** An area that has nothing in common with the frame is a contradiction too. */
    public static void assertAreasOutsideAreRefused(FrameCodec codec, byte[] codestream, FrameShape shape) {
        for (PixelArea area : List.of(
                new PixelArea(shape.columns(), 0, shape.columns() + 1, 1),
                new PixelArea(0, shape.rows(), 1, shape.rows() + 1))) {
            assertThatThrownBy(() -> codec.blank(codestream, shape, List.of(area), Fill.black(shape)))
                    .isInstanceOfSatisfying(
                            PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OUTSIDE));
        }
    }
}

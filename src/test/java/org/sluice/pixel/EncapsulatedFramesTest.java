package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.TransferSyntax;
import org.sluice.pixel.EncapsulatedFrames.Beginning;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** Frames are found in their fragments in each way that the standard has, and come out as one fragment each. */
class EncapsulatedFramesTest {
    private static final FrameShape SHAPE = new FrameShape(64, 64, 1, 8, 8, 7, false, 0, "MONOCHROME2");

    /** A codec of this test: what it is given, backwards, so that a byte at the wrong place shows. */
    private static final FrameCodec BACKWARDS = new FrameCodec() {
        @Override
        public byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill)
                throws PixelDataException {
            if (codestream[2] == 'x') {
                throw new PixelDataException(Kind.TRUNCATED, "ends early");
            }
            byte[] reversed = new byte[codestream.length];
            for (int i = 0; i < reversed.length; i++) {
                reversed[i] = codestream[reversed.length - 1 - i];
            }
            return reversed;
        }

        @Override
        public byte[] decode(byte[] codestream, FrameShape shape) {
            return codestream;
        }
    };

    /** The items of encapsulated pixel data. */
    private record Items(long[] table, List<byte[]> fragments) {}

    private static byte[] run(Items items, int frames, Beginning beginning, Random cuts)
            throws IOException, DataSetException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EncapsulatedFrames passing = new EncapsulatedFrames(
                new ImageHeader(SHAPE, frames),
                beginning,
                HeaderLimits.DEFAULT.memory(),
                new BlankedFrames(BACKWARDS, SHAPE, List.of(new PixelArea(0, 0, 1, 1)), Fill.zero(SHAPE)));
        ByteBuffer table = ByteBuffer.allocate(4 * items.table().length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(items.table()).forEach(offset -> table.putInt((int) offset));
        List<byte[]> all = new ArrayList<>(List.of(table.array()));
        all.addAll(items.fragments());
        for (byte[] item : all) {
            passing.fragment(item.length);
            for (int at = 0; at < item.length; ) {
                int count = Math.min(item.length - at, 1 + cuts.nextInt(item.length));
                passing.accept(ByteBuffer.wrap(item, at, count), bytes -> {
                    byte[] piece = new byte[bytes.remaining()];
                    bytes.get(piece);
                    out.writeBytes(piece);
                });
                at += count;
            }
        }
        passing.end(bytes -> {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            out.writeBytes(piece);
        });
        return out.toByteArray();
    }

    /** An empty table, each frame as one item, the delimiter. */
    private static byte[] expected(List<byte[]> frames) throws PixelDataException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(item(0xE000, new byte[0]));
        for (byte[] frame : frames) {
            byte[] blanked = BACKWARDS.blank(frame, SHAPE, List.of(), Fill.zero(SHAPE));
            out.writeBytes(item(0xE000, Arrays.copyOf(blanked, blanked.length + blanked.length % 2)));
        }
        out.writeBytes(item(0xE0DD, new byte[0]));
        return out.toByteArray();
    }

    private static byte[] item(int element, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xFFFE)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    @Property(tries = 500)
    void framesAreFoundByTheTableByTheirMarkersAndByOneFragmentEach(@ForAll long seed)
            throws IOException, DataSetException, PixelDataException {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(5);
        List<byte[]> frames = new ArrayList<>();
        List<byte[]> cut = new ArrayList<>();
        long[] table = new long[count];
        long at = 0;
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[4 + 2 * random.nextInt(200)];
            random.nextBytes(frame);
            frame[0] = (byte) 0xFF;
            frame[1] = (byte) (random.nextBoolean() ? 0xD8 : 0x4F);
            frame[2] = 'a';
            frames.add(frame);
            table[i] = at;
            for (int from = 0; from < frame.length; ) {
                int to = Math.min(frame.length, from + 2 + 2 * random.nextInt(frame.length));
                byte[] fragment = Arrays.copyOfRange(frame, from, to);
                if (from > 0 && fragment[0] == (byte) 0xFF) {
                    frame[from] = 0; // in JPEG too, no marker of these stands within a frame
                    fragment[0] = 0;
                }
                cut.add(fragment);
                at += 8 + fragment.length;
                from = to;
            }
        }
        byte[] expected = expected(frames);
        Beginning marker = Beginning.MARKER;
        assertThat(run(new Items(table, cut), count, marker, random)).isEqualTo(expected);
        assertThat(run(new Items(new long[0], cut), count, marker, random)).isEqualTo(expected);
        assertThat(run(new Items(new long[0], frames), count, Beginning.EACH_FRAGMENT, random))
                .isEqualTo(expected);
    }

    @Example
    void anotherNumberOfFramesThanTheHeadersIsRefused() {
        byte[] frame = {(byte) 0xFF, (byte) 0xD8, 'a', 0};
        List<byte[]> two = List.of(frame, frame);
        assertRefused(Kind.FRAMES, new Items(new long[0], two), 3, Beginning.MARKER);
        assertRefused(Kind.FRAMES, new Items(new long[0], List.of(frame, frame, frame)), 2, Beginning.MARKER);
        assertRefused(Kind.FRAMES, new Items(new long[0], two), 1, Beginning.EACH_FRAGMENT);
        assertRefused(Kind.FRAMES, new Items(new long[] {0}, two), 2, Beginning.MARKER);
        assertRefused(Kind.FRAMES, new Items(new long[] {0, 13}, two), 2, Beginning.MARKER);
        assertRefused(Kind.DAMAGED, new Items(new long[] {4, 12}, two), 2, Beginning.MARKER);
        assertRefused(Kind.FRAMES, new Items(new long[0], List.of()), 1, Beginning.MARKER);
    }

    @Example
    void whatTheCodecRefusesIsRefused() {
        byte[] frame = {(byte) 0xFF, (byte) 0xD8, 'x', 0};
        assertRefused(Kind.TRUNCATED, new Items(new long[0], List.of(frame)), 1, Beginning.MARKER);
        byte[] short2 = {(byte) 0xFF, (byte) 0xD8};
        assertRefused(Kind.DAMAGED, new Items(new long[0], List.of(short2)), 1, Beginning.MARKER);
    }

    @Example
    void aFrameOfMoreBytesThanItsPictureCallsForIsRefused() {
        byte[] large = new byte[300_000];
        large[2] = 'a';
        assertRefused(Kind.DAMAGED, new Items(new long[0], List.of(large)), 1, Beginning.MARKER);
    }

    private static void assertRefused(Kind kind, Items items, int frames, Beginning beginning) {
        assertThatThrownBy(() -> run(items, frames, beginning, new Random(1)))
                .isInstanceOfSatisfying(
                        ScrubException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Example
    void theConformanceStatementSaysWhichSyntaxesAreBlanked() throws IOException {
        String statement = Files.readString(Path.of("docs/conformance.md"));
        List<MatchResult> rows = Pattern.compile("\\| (1\\.2\\.840\\.10008\\.1\\.2[.0-9]*) \\| (yes|no) \\|")
                .matcher(statement)
                .results()
                .toList();
        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            TransferSyntax syntax = TransferSyntax.of(row.group(1));
            boolean scrubs =
                    !syntax.encapsulated() || FrameCodecs.of(syntax.uid()).isPresent();
            assertThat(row.group(2)).as(row.group(1)).isEqualTo(scrubs ? "yes" : "no");
        });
    }

    private static EncapsulatedFrames within(HeaderMemory.Share memory) throws DataSetException {
        EncapsulatedFrames frames = new EncapsulatedFrames(
                new ImageHeader(SHAPE, 1),
                Beginning.EACH_FRAGMENT,
                memory,
                new BlankedFrames(BACKWARDS, SHAPE, List.of(new PixelArea(0, 0, 1, 1)), Fill.zero(SHAPE)));
        frames.fragment(0);
        frames.fragment(1024);
        return frames;
    }

    @Example
    void framesOfManyInstancesHaveOneBoundTogether() throws IOException, DataSetException {
        HeaderMemory memory = new HeaderMemory(1 << 20);
        EncapsulatedFrames first = within(memory.share());
        first.accept(ByteBuffer.allocate(1024), bytes -> bytes.position(bytes.limit()));
        HeaderMemory.Share rest = memory.share();
        assertThat(rest.take(memory.most() - memory.used())).isTrue();
        EncapsulatedFrames second = within(memory.share());
        assertThatThrownBy(() -> second.accept(ByteBuffer.allocate(1024), bytes -> {}))
                .isInstanceOf(HeaderMemoryException.class);
        first.end(bytes -> bytes.position(bytes.limit()));
        second.accept(ByteBuffer.allocate(1024), bytes -> {});
        rest.close();
        second.end(bytes -> bytes.position(bytes.limit()));
        assertThat(memory.used()).isZero();
    }

    @Example
    void aFrameForWhichThereWillNeverBeMemoryIsRefusedAtOnce() {
        assertThatThrownBy(() -> within(new HeaderMemory(1 << 10).share()))
                .isInstanceOf(ScrubException.class)
                .hasMessageContaining("too large for this heap");
    }
}

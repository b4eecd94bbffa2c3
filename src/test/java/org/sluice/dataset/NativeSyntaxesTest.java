package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.Peers;
import org.sluice.peers.RandomTrees;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;
import org.sluice.peers.TreeReader;

/** What is brought from one transfer syntax into another means what it meant. */
class NativeSyntaxesTest {
    private static final List<Syntax> ALL = Stream.of(Syntax.values())
            .filter(one -> one != Syntax.JPEG_BASELINE)
            .toList();

    private final NativeSyntaxes syntaxes = new NativeSyntaxes();

    private static TransferSyntax of(Syntax syntax) {
        return TransferSyntax.of(syntax.uid());
    }

    private byte[] adapted(byte[] dataSet, Syntax from, Syntax to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataSetPieces pieces = new DataSetPieces(
                Channels.newChannel(new ByteArrayInputStream(dataSet)),
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(1 + dataSet.length % 999),
                of(from).deflated(),
                Long.MAX_VALUE)) {
            syntaxes.write(pieces, of(from), of(to), bytes -> {
                byte[] some = new byte[bytes.remaining()];
                bytes.get(some);
                out.writeBytes(some);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DataSetException e) {
            throw new AssertionError(from + " to " + to + ": " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    @Property(tries = 12)
    void eachFormOfADataSetMeansTheSameInEachSyntax(@ForAll long seed) {
        DataSetTree tree = RandomTrees.of(seed);
        List<String> meaning = tree.lines();
        for (Form form : Transcoder.forms()) {
            byte[] written = Transcoder.dataSet(tree, form);
            for (Syntax to : ALL) {
                byte[] adapted = adapted(written, form.syntax(), to);
                assertThat(adapted.length % 2).isZero();
                assertThat(TreeReader.dataSet(adapted, to, tree).lines())
                        .as("%s to %s", form, to)
                        .isEqualTo(meaning);
            }
        }
    }

    /** Where nothing is lost on the way there, nothing is changed on the way back. */
    @Property(tries = 40)
    void thereAndBackAreTheSameBytes(@ForAll long seed) {
        DataSetTree tree = RandomTrees.of(seed);
        for (Syntax from : Syntax.encodings()) {
            byte[] written = Transcoder.dataSet(tree, new Form(from, Lengths.UNDEFINED, Knowledge.EVERYTHING));
            for (Syntax by : ALL) {
                if (from == Syntax.IMPLICIT_LITTLE_ENDIAN || by != Syntax.IMPLICIT_LITTLE_ENDIAN) {
                    assertThat(adapted(adapted(written, from, by), by, from))
                            .as("%s by %s", from, by)
                            .isEqualTo(written);
                }
            }
        }
    }

    @Property(tries = 300)
    void anyBytesAreWrittenOrRefusedPolitely(@ForAll byte[] bytes, @ForAll long seed) {
        Random random = new Random(seed);
        Syntax from = Syntax.encodings().get(random.nextInt(3));
        Syntax to = ALL.get(random.nextInt(4));
        byte[] damaged =
                Transcoder.dataSet(RandomTrees.of(seed % 20), new Form(from, Lengths.MIXED, Knowledge.STANDARD));
        for (int i = 0; i < bytes.length; i++) {
            damaged[random.nextInt(damaged.length)] = bytes[i];
        }
        try (DataSetPieces pieces = DataSetPieces.of(damaged)) {
            syntaxes.write(pieces, of(from), of(to), written -> {});
        } catch (DataSetException e) {
            assertThat(e.getMessage()).isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, OB", "16, OW", "1, OB"})
    void pixelDataOfImplicitVrIsBytesOrWordsByBitsAllocated(int bits, String vr) {
        byte[] pixels = {1, 2, 3, 4};
        DataSetTree tree = new DataSetTree().numbers(0x00280100, "US", bits).bytes(0x7FE00010, "OW", pixels);
        byte[] implicit = Transcoder.dataSet(
                tree, new Form(Syntax.IMPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING));
        byte[] big = adapted(implicit, Syntax.IMPLICIT_LITTLE_ENDIAN, Syntax.EXPLICIT_BIG_ENDIAN);
        byte[] turned = vr.equals("OB") ? pixels : new byte[] {2, 1, 4, 3};
        assertThat(big)
                .endsWith(
                        (byte) vr.charAt(0),
                        (byte) vr.charAt(1),
                        (byte) 0,
                        (byte) 0,
                        (byte) 0,
                        (byte) 0,
                        (byte) 0,
                        (byte) 4,
                        turned[0],
                        turned[1],
                        turned[2],
                        turned[3]);
    }

    /** PS3.5 6.2.2: a value that is too long for the length of its VR is UN, whose value is little endian. */
    @Test
    void aValueThatIsTooLongForItsVrIsUnknownAndComesBack() {
        byte[] numbers = new byte[70_000];
        new Random(1).nextBytes(numbers);
        DataSetTree tree =
                new DataSetTree().bytes(0x00280103, "US", new byte[2]).bytes(0x00281201, "US", numbers);
        byte[] implicit = Transcoder.dataSet(
                tree, new Form(Syntax.IMPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING));
        for (Syntax to : ALL) {
            byte[] there = adapted(implicit, Syntax.IMPLICIT_LITTLE_ENDIAN, to);
            assertThat(adapted(there, to, Syntax.IMPLICIT_LITTLE_ENDIAN))
                    .as("%s", to)
                    .isEqualTo(implicit);
        }
    }

    @Test
    void groupLengthsAreLeftOutAndTheCharacterSetStays() {
        DataSetTree tree = new DataSetTree()
                .numbers(0x00080000, "UL", 1234)
                .text(0x00080005, "CS", "ISO_IR 100")
                .text(0x00100010, "PN", "M\u00FCller");
        byte[] written = Transcoder.dataSet(
                tree, new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING));
        byte[] implicit = adapted(written, Syntax.EXPLICIT_LITTLE_ENDIAN, Syntax.IMPLICIT_LITTLE_ENDIAN);
        assertThat(TreeReader.dataSet(implicit, Syntax.IMPLICIT_LITTLE_ENDIAN, tree)
                        .lines())
                .isEqualTo(tree.without(0x00080000).lines());
    }

    @Test
    void whatComesIsWrittenBeforeTheEndHasCome() throws Exception {
        long pixels = 64L << 20;
        ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) 0x7FE0).putShort((short) 0x0010).put((byte) 'O').put((byte) 'W');
        head.putShort((short) 0).putInt((int) pixels).flip();
        AtomicLong read = new AtomicLong();
        AtomicLong written = new AtomicLong();
        ReadableByteChannel dataSet = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                if (head.hasRemaining()) {
                    into.put(head);
                    return 12;
                }
                int some = (int) Math.min(into.remaining(), pixels - read.get());
                into.position(into.position() + some);
                read.addAndGet(some);
                return some == 0 ? -1 : some;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (DataSetPieces pieces =
                new DataSetPieces(dataSet, ByteBuffer.allocate(0), ByteBuffer.allocate(4096), false, 0)) {
            syntaxes.write(pieces, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_BIG_ENDIAN, bytes -> {
                written.addAndGet(bytes.remaining());
                assertThat(read.get() - written.get()).isLessThan(256 << 10);
            });
        }
        assertThat(written.get()).isEqualTo(pixels + 12);
    }

    @Test
    void compressedPixelDataIsNotForThis() {
        GeneratedInstance jpeg = GeneratedInstance.jpeg(1, 3);
        assertThat(syntaxes.adapts(of(Syntax.JPEG_BASELINE), TransferSyntax.EXPLICIT_LITTLE_ENDIAN))
                .isFalse();
        byte[] dataSet = DataSetBytes.of(jpeg.bytes()).dataSet();
        assertThatThrownBy(() -> syntaxes.write(
                        DataSetPieces.of(dataSet),
                        TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                        TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
                        bytes -> {}))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("found fragments of pixel data");
    }

    @ParameterizedTest
    @CsvSource({
        "IMPLICIT_LITTLE_ENDIAN, EXPLICIT_LITTLE_ENDIAN, +te",
        "IMPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN, +tb",
        "EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN, +ti",
        "EXPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN, +tb",
        "EXPLICIT_BIG_ENDIAN, IMPLICIT_LITTLE_ENDIAN, +ti",
        "EXPLICIT_BIG_ENDIAN, EXPLICIT_LITTLE_ENDIAN, +te",
        "DEFLATED_EXPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN, +tb"
    })
    void itIsWhatDcmtkMakesOfIt(Syntax from, Syntax to, String flag, @TempDir Path folder) throws Exception {
        List<GeneratedInstance> instances = List.of(
                GeneratedInstance.ct(1)
                        .with(0x00189219, "SS", new byte[] {1, (byte) 0xFF})
                        .with(0x00205000, "AT", new byte[] {0x10, 0, 0x20, 0})
                        .with(0x00181271, "FD", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}),
                GeneratedInstance.sr(2));
        for (GeneratedInstance instance : instances) {
            Path before = instance.syntax(from).writeTo(folder.resolve("before.dcm"));
            Path after = folder.resolve("after.dcm");
            PeerProcess.run(
                    List.of(Peers.require("dcmconv").toString(), "-g", "-e", flag, before + "", after + ""),
                    Duration.ofSeconds(30));
            assertThat(adapted(DataSetBytes.of(before).dataSet(), from, to))
                    .isEqualTo(DataSetBytes.of(after).dataSet());
            Files.delete(after);
        }
    }
}

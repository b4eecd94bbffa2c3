package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.rle.RleCodec;

/** What decompression makes of a data set, by frames of 3 x 3 pixels in RLE. */
class DecompressedDataSetTest {
    private static final TransferSyntax RLE = TransferSyntax.of("1.2.840.10008.1.2.5");
    private static final FrameShape GREY = Frames.grey(3, 3, 8, 8);
    private static final int ICON = 0x0088_0200;

    private static RawDataSet image(int frames, String photometric, int samples, int planar) {
        RawDataSet image = RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "1.2.3");
        number(image, 0x0028_0002, samples).text(0x0028_0004, "CS", photometric);
        if (samples == 3) {
            number(image, 0x0028_0006, planar);
        }
        image.text(0x0028_0008, "IS", Integer.toString(frames));
        for (int[] element : new int[][] {
            {0x0028_0010, 3}, {0x0028_0011, 3}, {0x0028_0100, 8}, {0x0028_0101, 8}, {0x0028_0102, 7}, {0x0028_0103, 0}
        }) {
            number(image, element[0], element[1]);
        }
        return image;
    }

    private static RawDataSet number(RawDataSet image, int tag, int value) {
        return image.value(tag, "US", (byte) value, (byte) (value >> 8));
    }

    private static byte[] coded(FrameShape shape, long seed) throws PixelDataException {
        byte[] codestream = new RleCodec().encode(Frames.samples(shape, seed), shape);
        return Arrays.copyOf(codestream, codestream.length + codestream.length % 2);
    }

    private static byte[] decompressed(RawDataSet dataSet, TransferSyntax to, HeaderMemory memory)
            throws IOException, DataSetException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Decompression(memory).write(DataSetPieces.of(dataSet.bytes()), RLE, to, bytes -> {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            out.writeBytes(piece);
        });
        return out.toByteArray();
    }

    private static Header decompressed(RawDataSet dataSet, TransferSyntax to) throws IOException, DataSetException {
        HeaderMemory memory = new HeaderMemory(1 << 26);
        HeaderReader reader = HeaderReader.ofWhole(to, HeaderLimits.DEFAULT);
        reader.read(DataSetPieces.of(decompressed(dataSet, to, memory)));
        assertThat(memory.used()).isZero();
        return reader.header();
    }

    private static void assertRefused(Kind kind, RawDataSet dataSet) {
        HeaderMemory memory = new HeaderMemory(1 << 26);
        assertThatThrownBy(() -> decompressed(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, memory))
                .isInstanceOfSatisfying(
                        ScrubException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(memory.used()).isZero();
    }

    private static byte[] value(Header header, int tag) {
        return header.value(header.find(tag));
    }

    @Test
    void framesOfAnOddLengthStandOneBehindTheOtherAndTheValueIsEven() throws Exception {
        RawDataSet dataSet = image(3, "MONOCHROME2", 1, 0)
                .fragments(Tag.PIXEL_DATA, coded(GREY, 1), coded(GREY, 2), coded(GREY, 3))
                .text(0xFFFC_FFFC, "OB", "behind");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int seed = 1; seed <= 3; seed++) {
            expected.writeBytes(Frames.samples(GREY, seed));
        }
        expected.write(0);
        for (TransferSyntax to : List.of(
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_BIG_ENDIAN)) {
            Header header = decompressed(dataSet, to);
            assertThat(value(header, Tag.PIXEL_DATA)).isEqualTo(expected.toByteArray());
            assertThat(header.text(header.find(0xFFFC_FFFC))).isEqualTo("behind");
        }
    }

    @Test
    void colourIsByPixelWhateverTheHeaderSaidAndAllElseStaysToTheByte() throws Exception {
        FrameShape colour = Frames.colour(3, 3, "RGB");
        RawDataSet dataSet = image(1, "RGB", 3, 1).fragments(Tag.PIXEL_DATA, coded(colour, 4));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        byte[] samples = Frames.samples(colour, 4);
        expected.writeBytes(image(1, "RGB", 3, 0)
                .value(Tag.PIXEL_DATA, "OB", Arrays.copyOf(samples, samples.length + 1))
                .bytes());
        HeaderMemory memory = new HeaderMemory(1 << 26);
        assertThat(decompressed(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, memory))
                .isEqualTo(expected.toByteArray());
    }

    @Test
    void wordsOfMoreThanEightBitsAreOw() throws Exception {
        FrameShape wide = Frames.grey(3, 3, 16, 12);
        RawDataSet image = RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "1.2.3");
        number(image, 0x0028_0002, 1).text(0x0028_0004, "CS", "MONOCHROME2");
        for (int[] element : new int[][] {
            {0x0028_0010, 3},
            {0x0028_0011, 3},
            {0x0028_0100, 16},
            {0x0028_0101, 12},
            {0x0028_0102, 11},
            {0x0028_0103, 0}
        }) {
            number(image, element[0], element[1]);
        }
        RawDataSet expected = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .raw(image.bytes())
                .value(Tag.PIXEL_DATA, "OW", Frames.samples(wide, 6));
        assertThat(decompressed(
                        image.fragments(Tag.PIXEL_DATA, coded(wide, 6)),
                        TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                        new HeaderMemory(1 << 26)))
                .isEqualTo(expected.bytes());
    }

    @Test
    void offsetTablesGoAndGroupLengthsAreRight() throws Exception {
        RawDataSet image = image(1, "YBR_FULL_422", 3, 0);
        RawDataSet whole = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN);
        byte[] ofGroup28 = Arrays.copyOfRange(image.bytes(), first28(image.bytes()), image.bytes().length);
        whole.raw(Arrays.copyOf(image.bytes(), first28(image.bytes())))
                .value(0x0028_0000, "UL", (byte) ofGroup28.length, (byte) 0, (byte) 0, (byte) 0)
                .raw(ofGroup28)
                .value(0x7FE0_0000, "UL", (byte) 99, (byte) 0, (byte) 0, (byte) 0)
                .value(0x7FE0_0001, "OV", new byte[8])
                .value(0x7FE0_0002, "OV", new byte[8])
                .fragments(Tag.PIXEL_DATA, coded(Frames.colour(3, 3, "RGB"), 4));
        Header header = decompressed(whole, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        for (int gone : new int[] {0x7FE0_0000, 0x7FE0_0001, 0x7FE0_0002}) {
            assertThat(header.find(gone)).isEqualTo(-1);
        }
        assertThat(header.text(header.find(0x0028_0004)).strip()).isEqualTo("YBR_FULL");
        int length = header.find(0x0028_0000);
        assertThat(header.integer(length, 0)).isEqualTo(header.start(header.find(Tag.PIXEL_DATA)) - header.end(length));
    }

    private static int first28(byte[] dataSet) {
        for (int at = 0; at < dataSet.length; at++) {
            if (dataSet[at] == 0x28 && dataSet[at + 1] == 0 && dataSet[at + 2] == 2) {
                return at;
            }
        }
        throw new AssertionError("no group 0028");
    }

    @Test
    void whatIsMoreThanAValueCanHaveIsRefusedBeforeAFrameIsDecoded() {
        RawDataSet dataSet = image(477_218_589, "MONOCHROME2", 1, 0);
        List<byte[]> written = new ArrayList<>();
        assertThatThrownBy(() -> new Decompression(new HeaderMemory(1 << 26))
                        .write(
                                DataSetPieces.of(dataSet.fragments(Tag.PIXEL_DATA, new byte[2])
                                        .bytes()),
                                RLE,
                                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                                bytes -> written.add(new byte[bytes.remaining()])))
                .isInstanceOf(ScrubException.class)
                .hasMessageContaining("4294967301 bytes without compression");
        assertThat(written).isEmpty();
    }

    @Test
    void whatCannotBeReadExactlyIsRefusedWithItsKind() throws Exception {
        byte[] frame = coded(GREY, 1);
        assertRefused(Kind.FRAMES, image(2, "MONOCHROME2", 1, 0).fragments(Tag.PIXEL_DATA, frame));
        assertRefused(
                Kind.TRUNCATED,
                image(1, "MONOCHROME2", 1, 0).fragments(Tag.PIXEL_DATA, Arrays.copyOf(frame, frame.length - 6)));
        assertRefused(Kind.UNSUPPORTED, image(1, "YBR_ICT", 3, 0).fragments(Tag.PIXEL_DATA, frame));
        assertRefused(Kind.DAMAGED, image(1, "MONOCHROME2", 1, 0).value(Tag.PIXEL_DATA, "OB", new byte[10]));
        assertRefused(Kind.NOTHING, image(1, "MONOCHROME2", 1, 0).value(0x7FE0_0008, "OF", new byte[36]));
    }

    @Test
    void aCompressedIconIsRefusedForItWouldStayCompressed() throws Exception {
        byte[] icon = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .fragments(Tag.PIXEL_DATA, coded(GREY, 2))
                .item(End.LENGTH);
        assertRefused(
                Kind.UNSUPPORTED,
                image(1, "MONOCHROME2", 1, 0)
                        .sequence(ICON, "SQ", End.LENGTH, icon)
                        .fragments(Tag.PIXEL_DATA, coded(GREY, 1)));
    }

    @Test
    void aDataSetWithoutPixelDataPasses() throws Exception {
        RawDataSet dataSet = RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "1.2.3");
        assertThat(decompressed(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, new HeaderMemory(1 << 26)))
                .isEqualTo(dataSet.bytes());
    }

    @Test
    void framesAreHeldOutOfTheMemoryThatIsThere() throws Exception {
        FrameShape large = Frames.grey(256, 256, 8, 8);
        RawDataSet image = RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "1.2.3");
        number(image, 0x0028_0002, 1).text(0x0028_0004, "CS", "MONOCHROME2").text(0x0028_0008, "IS", "20");
        for (int[] element : new int[][] {
            {0x0028_0010, 256},
            {0x0028_0011, 256},
            {0x0028_0100, 8},
            {0x0028_0101, 8},
            {0x0028_0102, 7},
            {0x0028_0103, 0}
        }) {
            number(image, element[0], element[1]);
        }
        byte[][] frames = new byte[20][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = coded(large, i);
        }
        RawDataSet dataSet = image.fragments(Tag.PIXEL_DATA, frames);
        HeaderMemory enough = new HeaderMemory(1 << 20);
        byte[] all = decompressed(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, enough);
        assertThat(all.length).isGreaterThan(20 << 16);
        HeaderMemory.Share others = enough.share();
        assertThat(others.take(enough.most() - 1000)).isTrue();
        assertThatThrownBy(() -> decompressed(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, enough))
                .isInstanceOf(HeaderMemoryException.class);
    }
}

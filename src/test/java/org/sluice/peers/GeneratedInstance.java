package org.sluice.peers;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.sluice.net.BodySink;
import org.sluice.peers.DataSetEncoder.Element;

/**
 * A synthetic instance, written as a Part 10 file (PS3.10 7.1) by an encoder of its own. The same calls always give the same
 * bytes; {@code number} makes the SOP Instance UID and the pixel data of one instance differ from another's. The patient is
 * invented. Every instance has a private block, a nested sequence and, but for SR, pixel data.
 */
public final class GeneratedInstance {
    private static final int PIECE = 64 << 10;
    private static final String ROOT = "2.25.7312";
    private static final int SOP_CLASS_UID = 0x00080016;
    private static final int SOP_INSTANCE_UID = 0x00080018;
    private static final int PIXEL_DATA = 0x7FE00010;
    private static final int BLOCK = 64 * 1024;

    private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    private final int number;
    private Syntax syntax = Syntax.EXPLICIT_LITTLE_ENDIAN;
    private long nativePixelBytes;
    private int fragments;

    private GeneratedInstance(int number, String sopClassUid, String modality) {
        this.number = number;
        with(0x00080005, "CS", "ISO_IR 100");
        with(SOP_CLASS_UID, "UI", sopClassUid);
        with(SOP_INSTANCE_UID, "UI", ROOT + ".3." + number);
        with(0x00080020, "DA", "20240229");
        with(0x00080060, "CS", modality);
        with(0x00080070, "LO", "Sluice test data");
        with(0x00081070, "PN", "Operator^Invented");
        with(0x00090010, "LO", "SLUICE TEST 1");
        with(0x00091001, "UN", new byte[] {1, 2, 3, 4, 5, 6});
        with(0x00091002, "LO", "private text");
        with(0x00100010, "PN", "M\u00FCller^J\u00F6rg");
        with(0x00100020, "LO", "ID-" + number);
        with(0x00100040, "CS", "F");
        with(0x0020000D, "UI", ROOT + ".1.1");
        with(0x0020000E, "UI", ROOT + ".2." + modality.charAt(0));
        with(0x00200013, "IS", Integer.toString(number));
        elements.put(0x00081140, Element.sequence(0x00081140, List.of(reference(1), reference(2))));
    }

    private static List<Element> reference(int number) {
        return List.of(
                Element.text(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2"),
                Element.text(0x00081155, "UI", ROOT + ".4." + number),
                Element.sequence(0x0040A170, List.of(List.of(Element.text(0x00080100, "SH", "121311")), List.of())));
    }

    /** A CT slice, 512 x 512 of 16 bits: half a MiB. */
    public static GeneratedInstance ct(int number) {
        return new GeneratedInstance(number, "1.2.840.10008.5.1.4.1.1.2", "CT").image(512, 512, 1);
    }

    /** An MR slice, 256 x 256 of 16 bits: 128 KiB. */
    public static GeneratedInstance mr(int number) {
        return new GeneratedInstance(number, "1.2.840.10008.5.1.4.1.1.4", "MR").image(256, 256, 1);
    }

    /** A basic text SR: no pixel data, text in nested items. */
    public static GeneratedInstance sr(int number) {
        GeneratedInstance sr = new GeneratedInstance(number, "1.2.840.10008.5.1.4.1.1.88.11", "SR");
        sr.with(0x0040A040, "CS", "CONTAINER");
        sr.elements.put(
                0x0040A730, Element.sequence(0x0040A730, List.of(finding("first"), finding("second"), List.of())));
        return sr;
    }

    private static List<Element> finding(String text) {
        return List.of(
                Element.text(0x0040A040, "CS", "TEXT"), Element.text(0x0040A160, "UT", "The " + text + " finding."));
    }

    /** A multi-frame grayscale secondary capture of 2 MiB per frame, any number of them below 2048. */
    public static GeneratedInstance multiFrame(int number, int frames) {
        if (frames < 1 || frames > 2047) {
            throw new IllegalArgumentException("frames must be 1 to 2047, is " + frames);
        }
        return new GeneratedInstance(number, "1.2.840.10008.5.1.4.1.1.7.3", "OT")
                .with(0x00280008, "IS", Integer.toString(frames))
                .image(1024, 1024, frames);
    }

    /** A secondary capture in JPEG Baseline with this many fragments. They are no JPEG anybody could decode. */
    public static GeneratedInstance jpeg(int number, int fragments) {
        GeneratedInstance jpeg = new GeneratedInstance(number, "1.2.840.10008.5.1.4.1.1.7", "OT").image(512, 512, 1);
        jpeg.nativePixelBytes = 0;
        jpeg.fragments = fragments;
        jpeg.syntax = Syntax.JPEG_BASELINE;
        return jpeg;
    }

    private GeneratedInstance image(int rows, int columns, int frames) {
        unsignedShort(0x00280002, 1).with(0x00280004, "CS", "MONOCHROME2");
        unsignedShort(0x00280010, rows).unsignedShort(0x00280011, columns);
        unsignedShort(0x00280100, 16).unsignedShort(0x00280101, 16).unsignedShort(0x00280102, 15);
        unsignedShort(0x00280103, 0);
        nativePixelBytes = 2L * rows * columns * frames;
        return this;
    }

    /** Writes the data set in another syntax; encapsulated instances keep theirs. */
    public GeneratedInstance syntax(Syntax other) {
        if (fragments > 0 || other == Syntax.JPEG_BASELINE) {
            throw new IllegalArgumentException("only native pixel data can change to " + other);
        }
        syntax = other;
        return this;
    }

    /** Sets a top-level element of a text VR, in ISO 8859-1, padded to even length. */
    public GeneratedInstance with(int tag, String vr, String value) {
        elements.put(tag, Element.text(tag, vr, value));
        return this;
    }

    /** Sets a top-level element to bytes as they are (little endian; swapped by VR when written in big endian). */
    public GeneratedInstance with(int tag, String vr, byte[] value) {
        elements.put(tag, Element.of(tag, vr, value));
        return this;
    }

    /** Sets a top-level sequence of one item with these UIDs and code strings, by tag. */
    public GeneratedInstance with(int tag, Map<Integer, String> item) {
        List<Element> elements = new TreeMap<>(item)
                .entrySet().stream()
                        .map(entry -> Element.text(
                                entry.getKey(), entry.getValue().startsWith("2.") ? "UI" : "CS", entry.getValue()))
                        .toList();
        this.elements.put(tag, Element.sequence(tag, List.of(elements)));
        return this;
    }

    public GeneratedInstance unsignedShort(int tag, int value) {
        elements.put(tag, Element.unsignedShort(tag, value));
        return this;
    }

    public GeneratedInstance without(int tag) {
        elements.remove(tag);
        return this;
    }

    public GeneratedInstance patientSex(String sex) {
        return with(0x00100040, "CS", sex);
    }

    public GeneratedInstance operatorsName(String name) {
        return with(0x00081070, "PN", name);
    }

    public String sopInstanceUid() {
        return text(SOP_INSTANCE_UID);
    }

    public String sopClassUid() {
        return text(SOP_CLASS_UID);
    }

    public String transferSyntaxUid() {
        return syntax.uid();
    }

    private String text(int tag) {
        Element element = elements.get(tag);
        if (element == null) {
            throw new IllegalStateException("the element was removed");
        }
        return new String(element.value(), StandardCharsets.ISO_8859_1).replace("\0", "");
    }

    /** Writes the Part 10 file, however large, and returns its path. */
    public Path writeTo(Path file) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BLOCK)) {
            write(out);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole Part 10 file; for instances that fit into memory. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void write(OutputStream out) throws IOException {
        out.write(new byte[128]);
        out.write("DICM".getBytes(StandardCharsets.US_ASCII));
        fileMeta(out);
        if (syntax != Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN) {
            dataSet(out);
            return;
        }
        // PS3.5 A.5: raw deflate, padded to even length
        CountingStream counting = new CountingStream(out);
        DeflaterOutputStream deflated = new DeflaterOutputStream(counting, new Deflater(6, true));
        dataSet(deflated);
        deflated.finish();
        if (counting.count() % 2 == 1) {
            out.write(0);
        }
    }

    private void fileMeta(OutputStream out) throws IOException {
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        new DataSetEncoder(group, Syntax.EXPLICIT_LITTLE_ENDIAN)
                .elements(List.of(
                        Element.of(0x00020001, "OB", new byte[] {0, 1}),
                        Element.text(0x00020002, "UI", sopClassUid()),
                        Element.text(0x00020003, "UI", sopInstanceUid()),
                        Element.text(0x00020010, "UI", syntax.uid()),
                        Element.text(0x00020012, "UI", ROOT + ".9")));
        ByteBuffer length =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(group.size());
        new DataSetEncoder(out, Syntax.EXPLICIT_LITTLE_ENDIAN).element(Element.of(0x00020000, "UL", length.array()));
        group.writeTo(out);
    }

    /** Sends the data set, not deflated, in pieces. */
    public void dataSet(BodySink sink) throws IOException {
        OutputStream pieces = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                sink.write(ByteBuffer.wrap(bytes, from, length));
            }
        };
        OutputStream out = new BufferedOutputStream(pieces, PIECE);
        dataSet(out);
        out.flush();
    }

    /** Writes the data set alone, before it is deflated where its syntax wants that, however large. */
    public void dataSet(OutputStream out) throws IOException {
        DataSetEncoder encoder = new DataSetEncoder(out, syntax);
        encoder.elements(elements.headMap(PIXEL_DATA).values());
        if (fragments > 0) {
            encoder.fragments(PIXEL_DATA, fragmentBytes());
        } else if (nativePixelBytes > 0) {
            encoder.header(PIXEL_DATA, "OW", nativePixelBytes);
            pixels(out);
        }
        encoder.elements(elements.tailMap(PIXEL_DATA).values());
    }

    private List<byte[]> fragmentBytes() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < fragments; i++) {
            byte[] fragment = block(i);
            all.add(Arrays.copyOf(fragment, 1000 + 2 * (i % 500)));
        }
        return all;
    }

    /** Every block starts with its own index, so that a block lost, doubled or moved is noticed. */
    private void pixels(OutputStream out) throws IOException {
        byte[] block = block(0);
        long index = 0;
        for (long left = nativePixelBytes; left > 0; left -= BLOCK) {
            ByteBuffer.wrap(block).putLong(index++);
            out.write(block, 0, (int) Math.min(BLOCK, left));
        }
    }

    /** Bytes that no compressor and no eye finds a pattern in: a xorshift generator seeded by number and index. */
    private byte[] block(int index) {
        byte[] block = new byte[BLOCK];
        long state = 0x9E3779B97F4A7C15L * (number + 1L) + index;
        for (int i = 0; i < BLOCK; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            block[i] = (byte) state;
        }
        return block;
    }

    private static final class CountingStream extends FilterOutputStream {
        private long count;

        CountingStream(OutputStream out) {
            super(out);
        }

        long count() {
            return count;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count += length;
        }
    }
}

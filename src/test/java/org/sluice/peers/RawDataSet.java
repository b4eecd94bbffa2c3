package org.sluice.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.sluice.peers.DataSetEncoder.Element;

/**
 * A data set or an item, element by element in the order of the calls, whatever PS3.5 says of it: for data sets that contradict
 * themselves, and for honest ones that look odd. Values are little endian, and swapped by their VR in big endian.
 */
public final class RawDataSet {
    /** What the file meta information of {@link #writeTo} names. */
    public static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7";

    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_DELIMITATION = 0xFFFEE00D;
    private static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Syntax syntax;
    private final DataSetEncoder encoder;

    /** How the end of a sequence, or of an item, is told. */
    public enum End {
        LENGTH,
        DELIMITER,
        /** Against PS3.5 7.5: a length, and a delimiter as well, which the length counts. */
        BOTH
    }

    public RawDataSet(Syntax syntax) {
        this.syntax = syntax;
        this.encoder = new DataSetEncoder(out, syntax);
    }

    /** With the elements that every instance has to have. */
    public static RawDataSet instance(Syntax syntax, String sopInstanceUid) {
        return new RawDataSet(syntax).text(0x00080016, "UI", SOP_CLASS).text(0x00080018, "UI", sopInstanceUid);
    }

    public Syntax syntax() {
        return syntax;
    }

    /** An element of text, padded to an even length. */
    public RawDataSet text(int tag, String vr, String value) {
        return add(() -> encoder.element(Element.text(tag, vr, value)));
    }

    /** An element of bytes as they are: an odd number of them stays odd. */
    public RawDataSet value(int tag, String vr, byte... value) {
        return add(() -> encoder.element(Element.of(tag, vr, value)));
    }

    /** An element that says another length than its value has. */
    public RawDataSet saying(int tag, String vr, long length, byte... value) {
        return add(() -> {
            encoder.header(tag, vr, length);
            out.write(value);
        });
    }

    /** A sequence; the items of a UN are implicit little endian, PS3.5 6.2.2. */
    public RawDataSet sequence(int tag, String vr, End end, byte[]... items) {
        Syntax within = vr.equals("UN") ? Syntax.IMPLICIT_LITTLE_ENDIAN : syntax;
        RawDataSet content = new RawDataSet(within);
        for (byte[] item : items) {
            content.raw(item);
        }
        if (end != End.LENGTH) {
            content.delimiter(SEQUENCE_DELIMITATION, 0);
        }
        long length = end == End.DELIMITER ? DataSetEncoder.UNDEFINED_LENGTH : content.bytes().length;
        return saying(tag, vr, length, content.bytes());
    }

    /** What has been written so far as the item of a sequence. */
    public byte[] item(End end) {
        RawDataSet item = new RawDataSet(syntax);
        int delimiter = end == End.LENGTH ? 0 : 8;
        item.delimiter(ITEM, end == End.DELIMITER ? DataSetEncoder.UNDEFINED_LENGTH : out.size() + delimiter);
        item.raw(bytes());
        if (end != End.LENGTH) {
            item.delimiter(ITEM_DELIMITATION, 0);
        }
        return item.bytes();
    }

    /** Encapsulated pixel data, PS3.5 A.4, with an empty offset table; odd fragments stay odd. */
    public RawDataSet fragments(int tag, byte[]... fragments) {
        return add(() -> encoder.fragments(tag, List.of(fragments)));
    }

    /** A tag of group FFFE and a length. */
    public RawDataSet delimiter(int tag, long length) {
        return add(() -> encoder.delimiter(tag, length));
    }

    /** Bytes as they are. */
    public RawDataSet raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** The data set as far as it has been written. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    /** A file of it, whose meta information names the syntax, and this instance. */
    public Path writeTo(Path file, String sopInstanceUid) {
        return write(file, syntax, sopInstanceUid, bytes());
    }

    /** A file of any bytes; they are deflated for the deflated syntax. */
    public static Path write(Path file, Syntax syntax, String sopInstanceUid, byte[] dataSet) {
        RawDataSet meta = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .value(0x00020001, "OB", (byte) 0, (byte) 1)
                .text(0x00020002, "UI", SOP_CLASS)
                .text(0x00020003, "UI", sopInstanceUid)
                .text(0x00020010, "UI", syntax.uid())
                .text(0x00020012, "UI", "2.25.7312.9");
        RawDataSet whole = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .raw(new byte[128])
                .raw("DICM".getBytes(StandardCharsets.US_ASCII))
                .value(0x00020000, "UL", (byte) meta.out.size(), (byte) (meta.out.size() >> 8), (byte) 0, (byte) 0)
                .raw(meta.bytes())
                .raw(syntax == Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN ? deflated(dataSet) : dataSet);
        try {
            return Files.write(file, whole.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PS3.5 A.5: raw deflate, padded to even length. */
    public static byte[] deflated(byte[] dataSet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes, new Deflater(1, true))) {
            deflater.write(dataSet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() + bytes.size() % 2);
    }

    private interface Writing {
        void write() throws IOException;
    }

    private RawDataSet add(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

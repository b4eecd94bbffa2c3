package org.sluice.peers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The two halves of a Part 10 file, PS3.10 7.1: the file meta information with its preamble, and the data set. Two files hold
 * the same instance bit for bit when their data sets are equal; the meta of whoever wrote the file may differ.
 */
public final class DataSetBytes {
    private static final int PREFIX = 132;
    private static final int GROUP_LENGTH_ELEMENT = 12;

    private final byte[] meta;
    private final byte[] dataSet;

    private DataSetBytes(byte[] meta, byte[] dataSet) {
        this.meta = meta;
        this.dataSet = dataSet;
    }

    /** Splits a file that fits into memory. */
    public static DataSetBytes of(Path file) {
        try {
            return of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Splits the bytes of a file. */
    public static DataSetBytes of(byte[] file) {
        int end = metaLength(Arrays.copyOf(file, PREFIX + GROUP_LENGTH_ELEMENT));
        return new DataSetBytes(Arrays.copyOf(file, end), Arrays.copyOfRange(file, end, file.length));
    }

    /** The SHA-256 of the data set in hexadecimal digits, for files of any size. */
    public static String sha256(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.mark(PREFIX + GROUP_LENGTH_ELEMENT);
            byte[] start = in.readNBytes(PREFIX + GROUP_LENGTH_ELEMENT);
            in.reset();
            new DataInputStream(in).skipNBytes(metaLength(start));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Where the data set starts, from the group length (0002,0000) that PS3.10 requires to come first. */
    private static int metaLength(byte[] start) {
        if (!new String(start, 128, 4, StandardCharsets.US_ASCII).equals("DICM")) {
            throw new AssertionError("no DICM at offset 128: not a Part 10 file");
        }
        ByteBuffer element =
                ByteBuffer.wrap(start, PREFIX, GROUP_LENGTH_ELEMENT).order(ByteOrder.LITTLE_ENDIAN);
        int group = Short.toUnsignedInt(element.getShort());
        int number = Short.toUnsignedInt(element.getShort());
        if (group != 2 || number != 0) {
            throw new AssertionError("the file meta information starts with no group length");
        }
        return PREFIX
                + GROUP_LENGTH_ELEMENT
                + ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(PREFIX + 8);
    }

    /** The value of a UI element of the file meta information, such as 0x00020010; empty when it is absent. */
    public String metaUid(int tag) {
        ByteBuffer in = ByteBuffer.wrap(meta).order(ByteOrder.LITTLE_ENDIAN).position(PREFIX);
        while (in.remaining() >= 8) {
            int found = in.getShort() << 16 | Short.toUnsignedInt(in.getShort());
            String vr = "" + (char) in.get() + (char) in.get();
            boolean longLength = vr.equals("OB") || vr.equals("UN");
            int length = longLength ? in.getInt(in.position() + 2) : Short.toUnsignedInt(in.getShort(in.position()));
            in.position(in.position() + (longLength ? 6 : 2));
            if (found == tag) {
                return new String(meta, in.position(), length, StandardCharsets.US_ASCII).replace("\0", "");
            }
            in.position(in.position() + length);
        }
        return "";
    }

    public String transferSyntaxUid() {
        return metaUid(0x00020010);
    }

    /** The preamble, the prefix and group 0002. */
    public byte[] meta() {
        return meta.clone();
    }

    /** Everything after group 0002, as it stands in the file. */
    public byte[] dataSet() {
        return dataSet.clone();
    }
}

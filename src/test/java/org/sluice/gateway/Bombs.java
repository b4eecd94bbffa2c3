package org.sluice.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.sluice.net.BodyWriter;

/** Data sets that a hostile peer would send, explicit VR little endian, written as long as somebody takes them. */
final class Bombs {
    /** Private elements of one group. */
    private static final int BLOCKS = 0xF000;

    /** The SOP class and instance UID that {@code 1.2.3} is stored under. */
    private static final byte[] IDENTITY = identity("1.2.3");

    /** Beyond what any limit in the tests allows: a writer that gets here was never stopped. */
    private static final long ENDLESS = 1L << 32;

    private Bombs() {}

    /** A sequence in a sequence in a sequence ..., none with an end. */
    static BodyWriter nested(int depth) {
        ByteBuffer bytes = little(depth * 20);
        for (int i = 0; i < depth; i++) {
            sequence(bytes);
        }
        return repeated(bytes.array(), bytes.capacity());
    }

    /** The SOP class and this SOP instance: a data set that says another, or none, is quarantined before anything is done. */
    private static byte[] identity(String uid) {
        String even = uid.length() % 2 == 0 ? uid : uid + "\0";
        return ("\10\0\26\0UI\32\0001.2.840.10008.5.1.4.1.1.2\0\10\0\30\0UI" + (char) even.length() + "\0" + even)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Private elements without values, as many as that, in order. */
    static BodyWriter elements(String uid, int count) {
        return sink -> {
            sink.write(ByteBuffer.wrap(identity(uid)));
            ByteBuffer bytes = little(8 * 1024);
            for (int i = 0; i < count; i++) {
                element(bytes, (9 + 2 * (i / BLOCKS)) << 16 | 0x1000 + i % BLOCKS, "LO", 0);
                if (!bytes.hasRemaining()) {
                    sink.write(bytes.flip());
                    bytes.clear();
                }
            }
            sink.write(bytes.flip());
        };
    }

    /** Items of a sequence of undefined length that never ends. */
    static BodyWriter itemsWithoutEnd() {
        ByteBuffer start = little(12);
        start.putShort((short) 0x0008).putShort((short) 0x1140).put((byte) 'S').put((byte) 'Q');
        start.putShort((short) 0).putInt(-1);
        ByteBuffer items = little(16 * 512);
        while (items.hasRemaining()) {
            items.putInt(0xE000FFFE).putInt(-1).putInt(0xE00DFFFE).putInt(0);
        }
        return sink -> {
            sink.write(start.duplicate().flip());
            repeated(items.array(), ENDLESS).writeTo(sink);
        };
    }

    /** One text of the length that is given, all of it sent. */
    static BodyWriter text(String uid, int length) {
        ByteBuffer head = little(12);
        head.putShort((short) 0x0008).putShort((short) 0x0006).put((byte) 'U').put((byte) 'T');
        head.putShort((short) 0).putInt(length);
        return sink -> {
            sink.write(head.duplicate().flip());
            repeated(new byte[8192], length).writeTo(sink);
            sink.write(ByteBuffer.wrap(identity(uid)));
        };
    }

    /** Deflated zero bytes, as pixel data behind a small header; a thousandth of their number goes over the wire. */
    static BodyWriter deflatedPixels(int length) {
        return deflated(0x7FE00010, "OB", length);
    }

    /** The same as a text, which is held. */
    static BodyWriter deflatedText(int length) {
        return deflated(0x00080006, "UT", length);
    }

    private static BodyWriter deflated(int tag, String vr, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
            ByteBuffer head = little(12);
            element(head, tag, vr, length);
            if (tag > 0x00080018) {
                out.write(IDENTITY);
            }
            out.write(head.array());
            byte[] zeros = new byte[1 << 16];
            for (int written = 0; written < length; written += zeros.length) {
                out.write(zeros, 0, Math.min(zeros.length, length - written));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return repeated(bytes.toByteArray(), bytes.size());
    }

    /** Pixel data that never ends. */
    static BodyWriter pixelsWithoutEnd() {
        ByteBuffer head = little(12);
        element(head, 0x7FE00010, "OB", -1);
        ByteBuffer fragment = little(8 + 65_528).putInt(0xE000FFFE).putInt(65_528);
        return sink -> {
            sink.write(head.duplicate().flip());
            repeated(fragment.array(), ENDLESS).writeTo(sink);
        };
    }

    private static void element(ByteBuffer bytes, int tag, String vr, int length) {
        bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
        bytes.put((byte) vr.charAt(0)).put((byte) vr.charAt(1));
        if (vr.equals("LO")) {
            bytes.putShort((short) length);
        } else {
            bytes.putShort((short) 0).putInt(length);
        }
    }

    private static void sequence(ByteBuffer bytes) {
        bytes.putShort((short) 0x0008).putShort((short) 0x1140).put((byte) 'S').put((byte) 'Q');
        bytes.putShort((short) 0).putInt(-1);
        bytes.putInt(0xE000FFFE).putInt(-1);
    }

    private static BodyWriter repeated(byte[] piece, long total) {
        return sink -> {
            for (long written = 0; written < total; written += piece.length) {
                sink.write(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, total - written)));
            }
        };
    }

    private static ByteBuffer little(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}

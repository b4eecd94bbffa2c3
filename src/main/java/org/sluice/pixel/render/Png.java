package org.sluice.pixel.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG, ISO/IEC 15948: 8 bits, grey where all pixels are, else RGB; each line as the difference to the pixel before (9.2). */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte GREY = 0;
    private static final byte RGB = 2;
    private static final byte FILTER_SUB = 1;
    private static final int LARGEST_PIECE = 1 << 16;

    private Png() {}

    /** @param picture row by row, {@code 0xRRGGBB} */
    static byte[] of(int[] picture, int columns) {
        boolean grey = Arrays.stream(picture).allMatch(rgb -> rgb == (rgb & 0xFF) * 0x01_0101);
        ByteArrayOutputStream out = new ByteArrayOutputStream(picture.length / 2 + 128);
        out.writeBytes(SIGNATURE);
        byte[] head = ByteBuffer.allocate(13)
                .putInt(columns)
                .putInt(picture.length / columns)
                .put((byte) 8)
                .put(grey ? GREY : RGB)
                .array();
        chunk("IHDR", head, head.length, out);
        deflate(picture, columns, grey ? 1 : 3, out);
        chunk("IEND", new byte[0], 0, out);
        return out.toByteArray();
    }

    private static void deflate(int[] picture, int columns, int samples, ByteArrayOutputStream out) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        byte[] piece = new byte[LARGEST_PIECE];
        byte[] line = new byte[1 + columns * samples];
        for (int row = 0; row * columns < picture.length; row++) {
            fill(line, picture, row * columns, samples);
            deflater.setInput(line);
            while (!deflater.needsInput()) {
                chunk("IDAT", piece, deflater.deflate(piece), out);
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            chunk("IDAT", piece, deflater.deflate(piece), out);
        }
        deflater.end();
    }

    private static void fill(byte[] line, int[] picture, int from, int samples) {
        line[0] = FILTER_SUB;
        int before = 0;
        int at = 1;
        for (int pixel = from; at < line.length; pixel++) {
            int rgb = picture[pixel];
            for (int shift = 8 * (samples - 1); shift >= 0; shift -= 8) {
                line[at++] = (byte) ((rgb >> shift) - (before >> shift));
            }
            before = rgb;
        }
    }

    private static void chunk(String type, byte[] data, int length, ByteArrayOutputStream out) {
        if (length == 0 && type.equals("IDAT")) {
            return;
        }
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(data, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        out.writeBytes(name);
        out.write(data, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }
}

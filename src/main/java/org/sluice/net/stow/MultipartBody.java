package org.sluice.net.stow;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a Store request, PS3.18 8.6.1 with the media type {@code application/dicom}, in the form of RFC 2046 5.1:
 *
 * <pre>
 *   --BOUNDARY CRLF
 *   Content-Type: application/dicom CRLF
 *   CRLF
 *   a Part 10 file CRLF
 *   … the same for each further instance …
 *   --BOUNDARY-- CRLF
 * </pre>
 *
 * <p>It is never in memory as a whole: its length is known beforehand, and its bytes are read from the files when they are asked
 * for. The boundary is a random number of 192 bits, so that no file has it in it.
 */
final class MultipartBody implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BOUNDARY_BYTES = 24;
    private static final byte[] LINE_END = ascii("\r\n");

    private final String boundary;
    private final List<Part10File> files;
    private final Progress progress;
    private final List<Bytes> opened = new ArrayList<>();
    private @Nullable IOException fault;

    /** Of these files; each piece that is asked for is progress. */
    MultipartBody(List<Part10File> files, Progress progress) {
        byte[] random = new byte[BOUNDARY_BYTES];
        RANDOM.nextBytes(random);
        this.boundary = "sluice-" + HexFormat.of().formatHex(random);
        this.files = List.copyOf(files);
        this.progress = progress;
    }

    /** For the header field Content-Type, PS3.18 8.7.3. */
    String contentType() {
        return "multipart/related; type=\"application/dicom\"; boundary=" + boundary;
    }

    /** In bytes. */
    long length() {
        long length = end().length;
        for (Part10File file : files) {
            length += head().length + file.beginning().length + file.dataSetLength() + LINE_END.length;
        }
        return length;
    }

    private byte[] head() {
        return ascii("--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n");
    }

    private byte[] end() {
        return ascii("--" + boundary + "--\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** All of it from the beginning. Whoever sends may ask again, when a connection that was kept has gone. */
    synchronized InputStream open() {
        Bytes bytes = new Bytes();
        opened.add(bytes);
        return bytes;
    }

    /** Why a file could not be read, if that is why the body broke off. */
    synchronized @Nullable IOException fault() {
        return fault;
    }

    private synchronized IOException failed(IOException e) {
        fault = e;
        return e;
    }

    /** Closes the files, whoever reads them still. */
    @Override
    public synchronized void close() throws IOException {
        for (Bytes bytes : opened) {
            bytes.close();
        }
    }

    /** Reads one piece after the other; each file has three, and the end is one. */
    private final class Bytes extends InputStream {
        private int next;
        private InputStream piece = InputStream.nullInputStream();

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = length == 0 ? 0 : piece.read(into, offset, length);
                while (read < 0 && next <= 3 * files.size()) {
                    turn();
                    read = piece.read(into, offset, length);
                }
                progress.took(next > 3 * files.size());
                return read;
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private synchronized void turn() throws IOException {
            piece.close();
            piece = piece(next++);
        }

        private InputStream piece(int number) throws IOException {
            if (number == 3 * files.size()) {
                return new ByteArrayInputStream(end());
            }
            Part10File file = files.get(number / 3);
            return switch (number % 3) {
                case 0 -> new ByteArrayInputStream(concatenated(head(), file.beginning()));
                case 1 -> new DataSet(file);
                default -> new ByteArrayInputStream(LINE_END);
            };
        }

        private byte[] concatenated(byte[] first, byte[] second) {
            return ByteBuffer.allocate(first.length + second.length)
                    .put(first)
                    .put(second)
                    .array();
        }

        @Override
        public synchronized void close() throws IOException {
            next = 3 * files.size() + 1;
            piece.close();
        }
    }

    /** As many bytes as were announced, or a failure. */
    private static final class DataSet extends InputStream {
        private final Part10File file;
        private final ReadableByteChannel channel;
        private long left;

        DataSet(Part10File file) throws IOException {
            this.file = file;
            this.channel = file.openDataSet();
            this.left = file.dataSetLength();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)));
            if (read < 0) {
                throw file.endsEarly(left);
            }
            left -= read;
            return read;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

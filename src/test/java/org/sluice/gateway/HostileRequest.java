package org.sluice.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An A-ASSOCIATE-RQ (PS3.8 9.3.2) with any bytes where a title or a name belongs, written without the engine. */
final class HostileRequest {
    private static final int ANSWER_TIMEOUT_MILLIS = 20_000;

    private HostileRequest() {}

    /** Sends it and waits for an answer, or for the end of the connection. */
    static void send(int port, String calling, String called, String version, String user, String passcode)
            throws IOException {
        byte[] identity = join(new byte[] {2, 1}, counted(user), counted(passcode));
        byte[] information = join(
                item(0x51, ByteBuffer.allocate(4).putInt(16384).array()),
                item(0x52, latin1("1.2.3\n" + version)),
                item(0x55, latin1(version)),
                item(0x58, identity),
                item(0x5F, latin1(passcode)));
        byte[] context = join(
                new byte[] {1, 0, 0, 0},
                item(0x30, latin1(PlantedDataSet.CT)),
                item(0x40, latin1("1.2.840.10008.1.2")));
        byte[] body = join(
                new byte[] {0, 1, 0, 0},
                padded(called),
                padded(calling),
                new byte[32],
                item(0x10, latin1("1.2.840.10008.3.1.1.1")),
                item(0x20, context),
                item(0x50, information));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write(join(
                            ByteBuffer.allocate(6)
                                    .put((byte) 1)
                                    .put((byte) 0)
                                    .putInt(body.length)
                                    .array(),
                            body));
            socket.getInputStream().read();
        }
    }

    private static byte[] counted(String text) {
        return join(ByteBuffer.allocate(2).putShort((short) text.length()).array(), latin1(text));
    }

    private static byte[] item(int type, byte[] value) {
        return join(
                ByteBuffer.allocate(4)
                        .put((byte) type)
                        .put((byte) 0)
                        .putShort((short) value.length)
                        .array(),
                value);
    }

    private static byte[] padded(String title) {
        return ByteBuffer.wrap(latin1(" ".repeat(16))).put(latin1(title)).array();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

package org.sluice.net.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first record of a TLS client, as a platform would not send it any more. */
public final class ClientHello {
    private ClientHello() {}

    /** A hello of TLS 1.{@code minor - 1} with one cipher suite: RFC 5246 7.4.1.2, with the extensions that ECDHE needs. */
    public static byte[] of(int minor, int cipherSuite) {
        ByteBuffer hello = ByteBuffer.allocate(200);
        hello.put(new byte[] {0x16, 3, 1, 0, 0, 1, 0, 0, 0, 3, (byte) minor})
                .put(new byte[32])
                .put((byte) 0);
        hello.putShort((short) 2).putShort((short) cipherSuite).put(new byte[] {1, 0});
        byte[] extensions = {0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 1};
        hello.putShort((short) extensions.length).put(extensions);
        int length = hello.position();
        hello.putShort(3, (short) (length - 5)).putShort(7, (short) (length - 9));
        return Arrays.copyOf(hello.array(), length);
    }
}

package org.sluice.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.sluice.net.BodySink;
import org.sluice.net.DataSetBody;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;

/**
 * Instances of any size that exist on the wire only: (0008,0016), (0008,0018) and pixel data made while it is sent.
 *
 * @param pixelBytes a multiple of 1 MiB, below 4 GiB
 */
record LargeBody(long pixelBytes) {
    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7.3";
    private static final String SYNTAX = "1.2.840.10008.1.2.1";
    private static final int PIECE = 1 << 20;

    private static ByteBuffer piece() {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        while (piece.hasRemaining()) {
            piece.putInt(piece.position() * 0x9E3779B1);
        }
        return piece.flip();
    }

    private ByteBuffer header(String uid) {
        byte[] sopClass = padded(SOP_CLASS);
        byte[] sopInstance = padded(uid);
        ByteBuffer header = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) 0x0008).putShort((short) 0x0016).put((byte) 'U').put((byte) 'I');
        header.putShort((short) sopClass.length).put(sopClass);
        header.putShort((short) 0x0008).putShort((short) 0x0018).put((byte) 'U').put((byte) 'I');
        header.putShort((short) sopInstance.length).put(sopInstance);
        header.putShort((short) 0x7FE0).putShort((short) 0x0010).put((byte) 'O').put((byte) 'W');
        header.putShort((short) 0).putInt((int) pixelBytes);
        return header.flip();
    }

    private static byte[] padded(String uid) {
        return (uid.length() % 2 == 0 ? uid : uid + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends one on an association of its own. */
    StoreAnswer send(int port, String uid) throws IOException {
        InetSocketAddress node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(node, "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(SOP_CLASS, SYNTAX)))) {
            return client.store(StoreCommand.of(SOP_CLASS, uid, SYNTAX), sink -> writeTo(sink, uid));
        }
    }

    private void writeTo(BodySink sink, String uid) throws IOException {
        ByteBuffer piece = piece();
        sink.write(header(uid));
        for (long left = pixelBytes; left > 0; left -= PIECE) {
            sink.write(piece.duplicate());
        }
    }

    /** The checksum of the whole data set. */
    long checksum(String uid) {
        ByteBuffer piece = piece();
        CRC32 sum = new CRC32();
        sum.update(header(uid));
        for (long left = pixelBytes; left > 0; left -= PIECE) {
            sum.update(piece.duplicate());
        }
        return sum.getValue();
    }

    /** The checksum of one that arrives. */
    static long checksum(DataSetBody body) throws IOException {
        CRC32 sum = new CRC32();
        for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
            sum.update(bytes);
        }
        return sum.getValue();
    }
}

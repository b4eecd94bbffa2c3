package org.sluice.net.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.sluice.net.engine.pdu.Abort;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UserInformation;
import org.sluice.net.engine.pdu.UserItem;

/** A peer that sends what it is told to, right or wrong, on a real connection. */
public final class RawPeer implements AutoCloseable {
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final String VERIFICATION = "1.2.840.10008.1.1";
    static final String IMPLICIT = "1.2.840.10008.1.2";

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** Connects, and says nothing yet. */
    public RawPeer(InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** One that has an association: context 1 is CT, context 3 Verification. */
    public static RawPeer associated(InetSocketAddress address) throws IOException, PduException {
        RawPeer peer = new RawPeer(address);
        peer.send(request(AssociateRq.DICOM_APPLICATION_CONTEXT));
        if (!(peer.receive() instanceof AssociateAc)) {
            throw new IOException("not accepted");
        }
        return peer;
    }

    static AssociateRq request(String applicationContext) {
        return new AssociateRq(
                1,
                "SLUICE",
                "RAW",
                applicationContext,
                List.of(
                        new PresentationContextRq(1, CT, List.of(IMPLICIT)),
                        new PresentationContextRq(3, VERIFICATION, List.of(IMPLICIT))),
                new UserInformation(List.of(new UserItem.MaximumLength(16384))),
                List.of());
    }

    void send(Pdu pdu) throws IOException {
        send(pdu.toBytes());
    }

    /** Sends these bytes. */
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends one fragment in a P-DATA-TF of its own. */
    public void send(int contextId, Kind kind, Position position, byte[] fragment) throws IOException {
        send(new PDataTf(List.of(new PDataTf.Pdv(contextId, kind, position, Octets.of(fragment)))));
    }

    /** A command set of 16-bit elements, given as number and value in turn; group length in front. */
    static byte[] command(int... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(12 + elements.length / 2 * 10).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0).putInt(4).putInt(bytes.capacity() - 12);
        for (int i = 0; i < elements.length; i += 2) {
            bytes.putShort((short) 0).putShort((short) elements[i]).putInt(2).putShort((short) elements[i + 1]);
        }
        return bytes.array();
    }

    /** C-STORE-RQ of 1.2.3 with a data set. */
    public static byte[] store() {
        byte[] numbers = command(0x0100, 1, 0x0110, 1, 0x0700, 0, 0x0800, 1);
        byte[] sopClass = CT.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer all = ByteBuffer.allocate(numbers.length + 8 + 26 + 8 + 6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(numbers);
        all.putInt(0x00020000).putInt(26).put(sopClass).put((byte) 0);
        return all.putInt(0x10000000)
                .putInt(6)
                .put("1.2.3\0".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** The next PDU. */
    Pdu receive() throws IOException, PduException {
        int code = in.readUnsignedByte();
        in.readUnsignedByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return Pdu.read(Pdu.Type.of(code).orElseThrow(), body);
    }

    /** The abort that is expected next, if it is one; empty when the connection is closed or reset without a word. */
    public Optional<Abort> abort() throws PduException {
        try {
            return receive() instanceof Abort abort ? Optional.of(abort) : Optional.empty();
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    /** Whether nothing more comes but the end. */
    boolean isClosedByPeer() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** DCMTK's archive, which sends to port what movescu asks it to: the C-STORE requests name the one who asked. */
public final class DcmQrScp implements AutoCloseable {
    /** The AE title of who asks for the move. */
    public static final String MOVER = "MOVER";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final PeerProcess process;
    private final String port;

    private DcmQrScp(PeerProcess process, int port) {
        this.process = process;
        this.port = Integer.toString(port);
    }

    /** Starts one that keeps its files in the folder, and knows {@code SLUICE} at a loopback port. */
    public static DcmQrScp start(Path folder, int sluice) {
        try {
            Path storage = Files.createDirectories(folder.resolve("storage"));
            Path configuration = Files.writeString(folder.resolve("dcmqrscp.cfg"), """
                    MaxPDUSize = 16384
                    MaxAssociations = 16
                    HostTable BEGIN
                    sluice = (SLUICE, 127.0.0.1, %d)
                    HostTable END
                    VendorTable BEGIN
                    VendorTable END
                    AETable BEGIN
                    QR %s RW (10, 1024mb) ANY
                    AETable END
                    """.formatted(sluice, storage));
            int port = FreePort.number();
            String program = Peers.require("dcmqrscp").toString();
            PeerProcess process =
                    PeerProcess.start(List.of(program, "-c", configuration.toString(), Integer.toString(port)));
            FreePort.awaitListener(process, port, LIMIT);
            return new DcmQrScp(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into the archive, and has it moved to {@code SLUICE}; returns how the move ended. */
    public PeerProcess.Ended move(Path file) {
        String storescu = Peers.require("storescu").toString();
        PeerProcess.Ended stored =
                PeerProcess.run(List.of(storescu, "-aec", "QR", "127.0.0.1", port, file.toString()), LIMIT);
        if (stored.exitCode() != 0) {
            throw new AssertionError(stored.output());
        }
        String movescu = Peers.require("movescu").toString();
        return PeerProcess.run(
                List.of(
                        movescu,
                        "-P",
                        "-aet",
                        MOVER,
                        "-aec",
                        "QR",
                        "-aem",
                        "SLUICE",
                        "-k",
                        "0008,0052=PATIENT",
                        "-k",
                        "0010,0020=ID-1",
                        "127.0.0.1",
                        port),
                LIMIT);
    }

    @Override
    public void close() {
        process.close();
    }
}

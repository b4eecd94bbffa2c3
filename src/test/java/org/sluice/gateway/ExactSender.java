package org.sluice.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.net.BodyWriter;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.net.Timeouts;
import org.sluice.peers.GeneratedInstance;

/** Sends generated instances byte for byte, where DCMTK's senders would write the data set anew. */
final class ExactSender {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final int PIECE = 1 << 16;

    /** Many large instances at once are answered when all of them are on the disk, which may be a slow one. */
    private static final Timeouts PATIENT =
            Timeouts.DEFAULT.withDimse(Duration.ofMinutes(5)).withWriteStall(Duration.ofMinutes(5));

    private final int port;
    private final String called;

    ExactSender(int port) {
        this(port, "SLUICE");
    }

    ExactSender(int port, String called) {
        this.port = port;
        this.called = called;
    }

    /** Sends an instance of which the file is there, on an association of its own. */
    StoreAnswer send(GeneratedInstance instance, Path file) {
        try {
            return attempt(instance, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a data set that claims to be a CT image, explicit VR little endian; returns the status. */
    int send(String uid, BodyWriter dataSet) throws IOException {
        InetSocketAddress node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(node, "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(CT, EXPLICIT)))) {
            return client.store(StoreCommand.of(CT, uid, EXPLICIT), dataSet).status();
        }
    }

    /** Sends an instance that is no file, in a syntax that is not deflated. */
    StoreAnswer send(GeneratedInstance instance) {
        try (StoreClient client = connect(instance)) {
            return send(client, instance);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same on an association that is open, see {@link #connect}. */
    static StoreAnswer send(StoreClient association, GeneratedInstance instance) throws IOException {
        return association.store(command(instance), instance::dataSet);
    }

    /** Tries to send it, and returns why that failed. */
    IOException failure(GeneratedInstance instance, Path file) {
        try {
            throw new AssertionError(attempt(instance, file));
        } catch (IOException e) {
            return e;
        }
    }

    private StoreAnswer attempt(GeneratedInstance instance, Path file) throws IOException {
        try (StoreClient client = connect(instance);
                FileChannel dataSet =
                        FileChannel.open(file, StandardOpenOption.READ).position(dataSetOffset(file))) {
            ByteBuffer buffer = FileBytes.buffer();
            return client.store(command(instance), sink -> FileBytes.copy(dataSet, buffer, sink::write));
        }
    }

    /** An association for instances such as this one. */
    StoreClient connect(GeneratedInstance instance) throws IOException {
        InetSocketAddress node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return TestEngine.ENGINE.connect(
                StoreClientOptions.of(node, "MODALITY", called).withTimeouts(PATIENT),
                List.of(PresentationContextProposal.of(instance.sopClassUid(), instance.transferSyntaxUid())));
    }

    private static StoreCommand command(GeneratedInstance instance) {
        return StoreCommand.of(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid());
    }

    private static long dataSetOffset(Path file) throws IOException {
        try (Part10 opened = Part10.open(file, HeaderLimits.DEFAULT)) {
            return opened.dataSetOffset();
        } catch (DataSetException e) {
            throw new AssertionError(e);
        }
    }
}

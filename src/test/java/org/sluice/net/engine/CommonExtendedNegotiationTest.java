package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sluice.net.AssociationException;
import org.sluice.net.OfOneEngine;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.UserItem.CommonExtendedNegotiation;

/** What a requestor says of SOP classes that the standard does not have: PS3.7 D.3.3.6. */
@OfOneEngine("private SOP classes are proposed as storage where that is wanted")
class CommonExtendedNegotiationTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";

    /** The request that a peer gets, who then hangs up. */
    private static AssociateRq request(boolean commonExtended) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Pdu> request = CompletableFuture.supplyAsync(() -> first(server));
            StoreClientOptions options = StoreClientOptions.of(
                            (InetSocketAddress) server.getLocalSocketAddress(), "SLUICE", "ARCHIVE")
                    .withCommonExtended(commonExtended);
            Throwable end = catchThrowable(() -> StoreScu.connect(
                    options,
                    List.of(
                            PresentationContextProposal.of(CT, EXPLICIT),
                            PresentationContextProposal.of("1.3.46.670589.2.5.1.1", EXPLICIT),
                            PresentationContextProposal.of("1.3.46.670589.2.5.1.1", IMPLICIT),
                            PresentationContextProposal.of("1.2.3.4", EXPLICIT))));
            assertThat(end).isInstanceOf(AssociationException.class);
            return (AssociateRq) request.get(20, TimeUnit.SECONDS);
        }
    }

    private static Pdu first(ServerSocket server) {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            in.readByte();
            assertThat(type).isEqualTo(1);
            return Pdu.read(Pdu.Type.ASSOCIATE_RQ, in.readNBytes(in.readInt()));
        } catch (IOException | PduException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachPrivateClassIsOneOfStorageWhereTheDestinationWantsToHearIt() throws Exception {
        assertThat(request(true).user().all(CommonExtendedNegotiation.class))
                .containsExactly(
                        new CommonExtendedNegotiation("1.3.46.670589.2.5.1.1", "1.2.840.10008.4.2", List.of()),
                        new CommonExtendedNegotiation("1.2.3.4", "1.2.840.10008.4.2", List.of()));
    }

    @Test
    void nobodyElseHearsOfIt() throws Exception {
        assertThat(request(false).user().all(CommonExtendedNegotiation.class)).isEmpty();
    }
}

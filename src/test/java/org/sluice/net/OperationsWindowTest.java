package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.net.engine.LateArchive;

/** Several C-STORE requests at a time: PS3.7 D.3.3.3. */
class OperationsWindowTest extends Contract {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    OperationsWindowTest(Engine engine) {
        super(engine);
    }

    private StoreClient connect(LateArchive archive, int window) throws IOException {
        return engine.connect(
                StoreClientOptions.of(archive.address(), "SLUICE", "ARCHIVE").withWindow(window),
                List.of(PresentationContextProposal.of(CT, EXPLICIT)));
    }

    private static int send(StoreClient client, String uid) throws IOException {
        return client.send(StoreCommand.of(CT, uid, EXPLICIT), sink -> sink.write(ByteBuffer.wrap(new byte[40_000])));
    }

    @Test
    @Needs(Engine.Capability.OPERATIONS_WINDOW)
    void answersAreMatchedByMessageIdWhateverTheirOrder() throws IOException {
        try (LateArchive archive = new LateArchive(Optional.of(4), 1, 4, uid -> uid.equals("1.2") ? 0xA700 : 0);
                StoreClient client = connect(archive, 8)) {
            assertThat(client.window()).isEqualTo(4);
            List<Integer> sent = new ArrayList<>();
            for (String uid : List.of("1.1", "1.2", "1.3", "1.4")) {
                sent.add(send(client, uid));
            }
            assertThat(client.outstanding()).isEqualTo(4);
            assertThatThrownBy(() -> send(client, "1.5")).isInstanceOf(IllegalStateException.class);
            for (int i = 3; i >= 0; i--) {
                StoreClient.StoreResponse answered = client.await();
                assertThat(answered.messageId()).isEqualTo(sent.get(i));
                assertThat(answered.answer().status()).isEqualTo(i == 1 ? 0xA700 : 0);
            }
            assertThat(client.outstanding()).isZero();
            assertThat(archive.stored()).containsExactly("1.1", "1.2", "1.3", "1.4");
        }
    }

    @Test
    void aPeerThatSaysNothingIsSentOneRequestAtATime() throws IOException {
        try (LateArchive archive = new LateArchive(Optional.empty(), 1, 1, uid -> 0);
                StoreClient client = connect(archive, 8)) {
            assertThat(client.window()).isEqualTo(1);
            send(client, "1.1");
            assertThatThrownBy(() -> client.store(StoreCommand.of(CT, "1.2", EXPLICIT), sink -> {}))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(client.await().answer()).isEqualTo(StoreAnswer.SUCCESS);
        }
    }

    @Test
    @Needs(Engine.Capability.OPERATIONS_WINDOW)
    void noLimitMeansAsManyAsThisSideWants() throws IOException {
        try (LateArchive archive = new LateArchive(Optional.of(0), 1, 1, uid -> 0);
                StoreClient client = connect(archive, 8)) {
            assertThat(client.window()).isEqualTo(8);
        }
    }
}

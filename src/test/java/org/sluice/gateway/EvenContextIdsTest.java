package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.sluice.net.AcceptedContext;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.GeneratedInstance;

/** A modality that gives its presentation contexts even ids, which PS3.8 9.3.2.2 forbids, is served all the same. */
class EvenContextIdsTest {
    private static final String MR = GeneratedInstance.mr(1).sopClassUid();
    private static final String EXPLICIT = GeneratedInstance.mr(1).transferSyntaxUid();
    private static final String IMPLICIT = "1.2.840.10008.1.2";

    private final Path folder;

    EvenContextIdsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static StoreClient modality(RunningNode node) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
        return TestEngine.ENGINE.connectAs(
                StoreClientOptions.of(address, "MODALITY", "SLUICE"),
                List.of(
                        new ProposedContext(2, MR, List.of(IMPLICIT)),
                        new ProposedContext(3, MR, List.of(EXPLICIT)),
                        new ProposedContext(4, MR, List.of(EXPLICIT))));
    }

    private static List<AcceptedContext> storage(StoreClient client) {
        return client.association().contexts().stream()
                .filter(context -> context.abstractSyntax().equals(MR))
                .toList();
    }

    @Test
    void theyAreAnsweredUnderTheSameIdsAndLoggedOnce() throws IOException {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("org.sluice.net");
        lines.start();
        logger.addAppender(lines);
        try (RunningNode node = RunningNode.toFolder(folder, RunningNode.EMPTY_RECIPE);
                StoreClient client = modality(node)) {
            assertThat(storage(client)).extracting(AcceptedContext::id).containsExactly(2, 3, 4);
            GeneratedInstance instance = GeneratedInstance.mr(1);
            assertThat(client.store(4, command(instance), instance::dataSet)).isEqualTo(StoreAnswer.SUCCESS);
            node.awaitForwarded();
            assertThat(node.archived()).hasSize(1);
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("even"))
                .containsExactly("A-ASSOCIATE-RQ: presentation context id 2 is even, PS3.8 9.3.2.2 wants odd ones;"
                        + " accepted, as 1 more");
    }

    @Test
    void withCutThroughTheArchiveIsAskedUnderOddIds() throws IOException {
        try (ListeningArchive archive = ListeningArchive.on(0);
                RunningNode node = RunningNode.delivering(
                        folder, "deliver: cut-through", RunningNode.EMPTY_RECIPE, archive.port());
                StoreClient client = modality(node)) {
            assertThat(storage(client)).extracting(AcceptedContext::id).containsExactly(2, 3, 4);
            GeneratedInstance instance = GeneratedInstance.mr(1);
            assertThat(client.store(4, command(instance), instance::dataSet)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(archive.requested()).singleElement().satisfies(request -> assertThat(request.contexts())
                    .filteredOn(context -> context.abstractSyntax().equals(MR))
                    .extracting(ProposedContext::id)
                    .containsExactly(1, 3, 5));
        }
    }

    private static StoreCommand command(GeneratedInstance instance) {
        return StoreCommand.of(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid());
    }
}

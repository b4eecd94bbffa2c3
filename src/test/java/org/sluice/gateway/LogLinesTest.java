package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.Syntax;

/** What a technician reads in the log when something is refused: why, and the key of the configuration that decides it. */
class LogLinesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String MODALITY_WORKLIST = "1.2.840.10008.5.1.4.31";
    private static final PresentationContextProposal STORAGE =
            PresentationContextProposal.of(RawDataSet.SOP_CLASS, Syntax.EXPLICIT_LITTLE_ENDIAN.uid());

    private final Path folder;
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.sluice");
    private final Lines lines = new Lines();

    /** The text of every line. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            texts.add(event.getFormattedMessage());
        }

        private void await(String... parts) {
            Await.until(
                    () -> texts.stream()
                            .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
                    SOON,
                    "a line with " + List.of(parts));
        }
    }

    LogLinesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private static StoreClientOptions to(int port, String calling, String called) {
        return StoreClientOptions.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), calling, called);
    }

    private static void refused(RunningNode node, String calling, String called) {
        assertThatThrownBy(() -> TestEngine.ENGINE
                        .connect(to(node.port(), calling, called), List.of(STORAGE))
                        .close())
                .isInstanceOf(IOException.class);
    }

    private RunningNode nodeFrom(String from) {
        return RunningNode.start(
                folder, from, RunningNode.EMPTY_RECIPE, "{ folder: \"" + folder.resolve("out") + "\" }");
    }

    @Test
    void aRejectionSaysWhetherTitleOrAddressWasTheReason() {
        try (RunningNode node = nodeFrom("CT1, 127.0.0.0/8")) {
            refused(node, "CT1", "NOBODY");
            lines.await(
                    "CT1>NOBODY", "called AE title not recognized", "no route has the called AE title (routes[].ae)");
            refused(node, "CT2", "SLUICE");
            lines.await("CT2>SLUICE", "routes[].from of SLUICE does not list the calling AE title");
        }
    }

    @Test
    void aRejectionSaysThatTheAddressWasTheReason() {
        try (RunningNode node = nodeFrom("CT1, 10.0.0.0/8")) {
            refused(node, "CT1", "SLUICE");
            lines.await("CT1>SLUICE", "does not list the address");
            refused(node, "CT2", "SLUICE");
            lines.await("CT2>SLUICE", "lists neither the calling AE title nor the address");
        }
    }

    @Test
    void aRejectionSaysWhichLimitWasTheReason() throws Exception {
        try (RunningNode node = RunningNode.limited(
                        folder, RunningNode.EMPTY_RECIPE, "associations: 3, associations-per-source: 1");
                StoreClient first = TestEngine.ENGINE.connect(to(node.port(), "CT1", "SLUICE"), List.of(STORAGE))) {
            assertThat(first.accepts(RawDataSet.SOP_CLASS, Syntax.EXPLICIT_LITTLE_ENDIAN.uid()))
                    .isTrue();
            refused(node, "CT1", "SLUICE");
            lines.await("local limit exceeded", "limits.associations-per-source: 1 are open at most from one address");
        }
    }

    @Test
    void anAssociationWithoutAnAcceptedContextSaysSo() throws Exception {
        try (RunningNode node = nodeFrom("ANY");
                StoreClient worklist = TestEngine.ENGINE.connect(
                        to(node.port(), "CT1", "SLUICE"),
                        List.of(PresentationContextProposal.of(MODALITY_WORKLIST, IMPLICIT)))) {
            assertThat(worklist.accepts(MODALITY_WORKLIST, IMPLICIT)).isFalse();
            lines.await("CT1>SLUICE", "no presentation context is accepted", MODALITY_WORKLIST + " in " + IMPLICIT);
        }
        lines.await("CT1>SLUICE", ": 0 instances in ");
    }

    @Test
    void whatAnArchiveSaysOfAnInstanceItDeclinesIsShownInOneLine() throws Exception {
        byte[] dataSet =
                RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "2.25.7").bytes();
        try (ListeningArchive archive =
                        ListeningArchive.open(request -> StoreAnswer.of(0xC001, "no such\npatient here"));
                RunningNode node = RunningNode.toArchive(folder, RunningNode.EMPTY_RECIPE, archive.port());
                StoreClient modality = TestEngine.ENGINE.connect(to(node.port(), "CT1", "SLUICE"), List.of(STORAGE))) {
            StoreAnswer answer = modality.store(
                    StoreCommand.of(RawDataSet.SOP_CLASS, "2.25.7", Syntax.EXPLICIT_LITTLE_ENDIAN.uid()),
                    sink -> sink.write(ByteBuffer.wrap(dataSet)));
            assertThat(answer.isDone()).isTrue();
            lines.await("2.25.7 to destination: answered C001H \"no such", "patient here\"");
        }
        assertThat(lines.texts).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
        lines.await("CT1>SLUICE", ": 1 instance in ");
    }

    /** An archive that quotes a name must not bring it into the log, nor into the note beside the instance. */
    @Test
    void whatAnArchiveQuotesOfAnInstanceIsNotShown() throws Exception {
        byte[] dataSet = RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "2.25.8")
                .text(0x00100010, "PN", "Doe^Jane")
                .text(0x00100020, "LO", "PAT-4711")
                .bytes();
        try (ListeningArchive archive =
                        ListeningArchive.open(request -> StoreAnswer.of(0xC001, "unknown patient: DOE (4711)"));
                RunningNode node = RunningNode.toArchive(folder, RunningNode.EMPTY_RECIPE, archive.port());
                StoreClient modality = TestEngine.ENGINE.connect(to(node.port(), "CT1", "SLUICE"), List.of(STORAGE))) {
            modality.store(
                    StoreCommand.of(RawDataSet.SOP_CLASS, "2.25.8", Syntax.EXPLICIT_LITTLE_ENDIAN.uid()),
                    sink -> sink.write(ByteBuffer.wrap(dataSet)));
            lines.await("2.25.8 to destination: answered C001H (its comment quotes the instance)", "held");
            node.awaitForwarded();
        }
        assertThat(lines.texts).allSatisfy(line -> assertThat(line).doesNotContainIgnoringCase("doe", "4711"));
        try (Stream<Path> notes =
                Files.walk(folder.resolve("var")).filter(file -> file.toString().endsWith(".txt"))) {
            assertThat(notes)
                    .isNotEmpty()
                    .allSatisfy(
                            note -> assertThat(note).content().contains("C001H").doesNotContainIgnoringCase("doe"));
        }
    }

    /** And not the number of a state. */
    @Test
    void aLostConnectionSaysWhatWasBeingWaitedFor() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangsUp = new Thread(() -> {
                try (Socket caller = silent.accept()) {
                    caller.getInputStream().readNBytes(6);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            hangsUp.start();
            assertThatThrownBy(
                            () -> TestEngine.ENGINE.connect(to(silent.getLocalPort(), "CT1", "PACS"), List.of(STORAGE)))
                    .isInstanceOf(IOException.class)
                    .message()
                    .doesNotContain("STA")
                    .containsAnyOf("before the peer answered the association request", "Connection reset");
            hangsUp.join();
        }
    }
}

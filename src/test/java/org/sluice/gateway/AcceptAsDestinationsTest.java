package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.archive.DestinationContexts;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ContextChoice;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StoreScu;
import org.sluice.peers.Syntax;

/** A route that accepts what its archives accept: learnt from them, believed for a while, and learnt again. */
class AcceptAsDestinationsTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String IMPLICIT = Syntax.IMPLICIT_LITTLE_ENDIAN.uid();
    private static final String EXPLICIT = Syntax.EXPLICIT_LITTLE_ENDIAN.uid();
    private static final String JPEG = Syntax.JPEG_BASELINE.uid();

    private final Path folder;

    AcceptAsDestinationsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private RunningNode node(int archivePort) {
        return RunningNode.with(
                folder, "accept: as-destinations", RunningNode.EMPTY_RECIPE, RunningNode.archive(archivePort), "");
    }

    @Test
    void storescuPicksASyntaxThatTheArchiveTakesAndIsToldOfOneThatItDoesNot() throws IOException {
        Path received = Files.createDirectory(folder.resolve("received"));
        Path plain = GeneratedInstance.ct(1).writeTo(folder.resolve("plain.dcm"));
        Path jpeg = GeneratedInstance.jpeg(2, 3).writeTo(folder.resolve("jpeg.dcm"));
        try (StoreScp archive = StoreScp.bitPreserving(received, "+xi");
                RunningNode node = node(archive.port())) {
            StoreScu.storescu(node.port()).send(plain);
            assertThat(archive.awaitStored(1, LONG)).singleElement().satisfies(file -> assertThat(
                            DataSetBytes.of(file).transferSyntaxUid())
                    .isEqualTo(IMPLICIT));
            assertThat(StoreScu.storescu(node.port())
                            .with("-R", "-xy")
                            .attempt(List.of(jpeg))
                            .exitCode())
                    .isNotZero();
            assertThat(node.waiting()).isZero();
        }
    }

    @Test
    void whileNothingIsKnownEverythingIsAcceptedAndWaitsInTheSpool() {
        try (RunningNode node = node(FreePort.number())) {
            StoreScu.storescu(node.port()).send(GeneratedInstance.ct(1).writeTo(folder.resolve("plain.dcm")));
            assertThat(node.waiting()).isEqualTo(1);
        }
    }

    /** An archive that takes the syntaxes it is told to. */
    private static Listener archive(AtomicReference<List<String>> syntaxes, AtomicInteger asked) throws IOException {
        AssociationPolicy policy = request -> {
            asked.incrementAndGet();
            return new AssociationPolicy.Accept(
                    proposed -> ContextChoice.Answer.firstOf(syntaxes.get(), proposed), Optional.empty());
        };
        return listen(policy);
    }

    private static Listener listen(AssociationPolicy policy) throws IOException {
        return TestEngine.ENGINE.listen(
                ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                policy,
                request -> StoreAnswer.SUCCESS,
                NetEvents.NONE);
    }

    private static Supplier<StoreClientOptions> called(InetSocketAddress address, String ae) {
        StoreClientOptions options = StoreClientOptions.of(address, "SLUICE", ae);
        return () -> options;
    }

    private static Set<String> accepted(DestinationContexts archive) {
        Set<PresentationContextProposal> wanted = Set.of(
                PresentationContextProposal.of(CT, IMPLICIT),
                PresentationContextProposal.of(CT, EXPLICIT),
                PresentationContextProposal.of(CT, JPEG));
        return archive.accepted(wanted).stream()
                .map(context -> context.transferSyntaxes().get(0))
                .collect(Collectors.toSet());
    }

    @Test
    void whatAnArchiveSaidIsBelievedUntilItIsOldOrProvedWrongAndKeptWhileItIsAway() throws IOException {
        AtomicReference<List<String>> syntaxes = new AtomicReference<>(List.of(IMPLICIT, EXPLICIT));
        AtomicInteger asked = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        DestinationContexts contexts;
        try (Listener archive = archive(syntaxes, asked)) {
            contexts = new DestinationContexts(
                    "archive", TestEngine.ENGINE, called(archive.address(), "ARCHIVE"), clock::get);
            assertThat(accepted(contexts)).containsExactlyInAnyOrder(IMPLICIT, EXPLICIT);
            syntaxes.set(List.of(JPEG));
            assertThat(accepted(contexts)).containsExactlyInAnyOrder(IMPLICIT, EXPLICIT);
            assertThat(asked).hasValue(1);

            contexts.doubt();
            assertThat(accepted(contexts)).containsExactly(JPEG);

            syntaxes.set(List.of(EXPLICIT));
            clock.addAndGet(Duration.ofMinutes(11).toNanos());
            assertThat(accepted(contexts)).containsExactly(EXPLICIT);
            assertThat(asked).hasValue(3);
        }
        clock.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(accepted(contexts)).containsExactly(EXPLICIT);
    }

    /** An archive that does not answer keeps one caller waiting for it, and no caller of which it has spoken before. */
    @Test
    @Timeout(60)
    void oneCallerAsksASlowArchiveAndTheOthersGoOnWithWhatIsKnown() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        AssociationPolicy slowTheSecondTime = request -> {
            if (asked.incrementAndGet() == 2) {
                awaitUninterrupted(answer);
            }
            return new AssociationPolicy.Accept(
                    proposed -> ContextChoice.Answer.firstOf(List.of(IMPLICIT, EXPLICIT), proposed), Optional.empty());
        };
        AtomicLong clock = new AtomicLong();
        try (Listener archive = listen(slowTheSecondTime)) {
            DestinationContexts contexts = new DestinationContexts(
                    "archive", TestEngine.ENGINE, called(archive.address(), "ARCHIVE"), clock::get);
            assertThat(accepted(contexts)).containsExactlyInAnyOrder(IMPLICIT, EXPLICIT);
            clock.addAndGet(Duration.ofMinutes(11).toNanos());
            AtomicReference<Set<String>> asker = new AtomicReference<>(Set.of());
            Thread asking = new Thread(() -> asker.set(accepted(contexts)));
            asking.start();
            Await.until(() -> asked.get() == 2, LONG, "the question to be under way");

            assertThat(accepted(contexts)).as("known, though old").containsExactlyInAnyOrder(IMPLICIT, EXPLICIT);
            PresentationContextProposal never = PresentationContextProposal.of("1.2.3", IMPLICIT);
            assertThat(contexts.accepted(Set.of(never))).as("never asked").containsExactly(never);
            contexts.doubt();
            assertThat(asked).hasValue(2);
            assertThat(asker.get()).isEmpty();

            answer.countDown();
            asking.join();
            assertThat(asker.get()).containsExactlyInAnyOrder(IMPLICIT, EXPLICIT);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aContextIsAcceptedInTheCallersFirstSyntaxThatAllArchivesTake() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (Listener one = archive(new AtomicReference<>(List.of(IMPLICIT, EXPLICIT)), asked);
                Listener other = archive(new AtomicReference<>(List.of(JPEG, IMPLICIT)), asked)) {
            List<DestinationContexts> both = List.of(
                    new DestinationContexts("one", TestEngine.ENGINE, called(one.address(), "ONE"), System::nanoTime),
                    new DestinationContexts(
                            "other", TestEngine.ENGINE, called(other.address(), "OTHER"), System::nanoTime));
            ProposedContext mixed = new ProposedContext(1, CT, List.of(EXPLICIT, JPEG, IMPLICIT));
            ProposedContext none = new ProposedContext(3, CT, List.of(EXPLICIT));
            ProposedContext query = new ProposedContext(5, "1.2.840.10008.5.1.4.1.2.1.1", List.of(IMPLICIT));
            ContextChoice choice = DestinationContexts.choice(both, List.of(mixed, none));

            assertThat(choice.choose(mixed)).isEqualTo(ContextChoice.Answer.accept(IMPLICIT));
            assertThat(choice.choose(none)).isEqualTo(ContextChoice.Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED);
            assertThat(choice.choose(query)).isEqualTo(ContextChoice.Answer.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        }
    }
}

package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger is true after every restart and every fault: what it calls accepted has been accepted. */
class CommitmentLedgerTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
    private static final List<String> BOTH = List.of("archive", "mirror");

    private final Path directory;

    CommitmentLedgerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private CommitmentLedger open() throws IOException {
        return CommitmentLedger.open(directory.resolve("ledger"), WEEK);
    }

    private static InstanceReference mr(String uid) {
        return new InstanceReference(MR, uid);
    }

    private static void receive(CommitmentLedger ledger, String uid) throws IOException {
        ledger.received(mr(uid), mr("9." + uid), BOTH);
    }

    /** Some work, after which 1.1 is everywhere, 1.2 on its way to the mirror, 1.3 failed, and 1.4 unknown. */
    private static void play(CommitmentLedger ledger) throws IOException {
        receive(ledger, "1.1");
        receive(ledger, "1.2");
        ledger.delivered("1.1", "mirror");
        ledger.delivered("1.2", "archive");
        ledger.failed(mr("1.3"), 0x0110);
        receive(ledger, "1.4");
        ledger.delivered("1.1", "archive");
        ledger.forget("1.4");
        ledger.delivered("1.9", "archive");
    }

    private static void check(CommitmentLedger ledger) {
        assertThat(ledger.find("1.1")).hasValueSatisfying(status -> {
            assertThat(status.isDecided()).isTrue();
            assertThat(status.failure()).isZero();
            assertThat(status.received()).isEqualTo(mr("1.1"));
            assertThat(status.sent()).isEqualTo(mr("9.1.1"));
            assertThat(status.destinations()).isEqualTo(BOTH);
        });
        assertThat(ledger.find("1.2").map(CommitmentStatus::waiting)).contains(List.of("mirror"));
        assertThat(ledger.find("1.3").map(CommitmentStatus::failure)).contains(0x0110);
        assertThat(ledger.find("1.4")).isEmpty();
        assertThat(ledger.find("1.9")).isEmpty();
        assertThat(ledger.size()).isEqualTo(3);
    }

    @Test
    void whatWasSaidIsKnownAlsoAfterRestarts() throws IOException {
        try (CommitmentLedger ledger = open()) {
            play(ledger);
            check(ledger);
        }
        for (int restart = 0; restart < 3; restart++) {
            try (CommitmentLedger again = open()) {
                check(again);
            }
        }
    }

    @Test
    void aFileThatIsCutAnywhereLosesLinesOnlyFromItsEnd() throws IOException {
        try (CommitmentLedger ledger = open()) {
            play(ledger);
        }
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<LedgerLine> read = new ArrayList<>();
            Path copy = Files.createDirectories(directory.resolve("cut/" + length));
            Files.copy(file, copy.resolve("0000000001.log"));
            new LedgerFiles(new RealDisk(), copy, read::add).close();
            String text = new String(whole, 0, length, StandardCharsets.US_ASCII);
            long complete = text.chars().filter(c -> c == '\n').count();
            assertThat((long) read.size()).isBetween(complete, complete + 1);
        }
    }

    @Test
    void aDamagedLineIsLeftOut() throws IOException {
        try (CommitmentLedger ledger = open()) {
            play(ledger);
        }
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (CommitmentLedger again = open()) {
            assertThat(again.find("1.3").map(CommitmentStatus::failure).orElse(0x0110))
                    .isIn(0, 0x0110);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("ledger"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsCalledAcceptedThatWasNot(BrokenDisk.Fault fault) throws Exception {
        for (int operation = 0; operation < 200; operation++) {
            BrokenDisk broken = BrokenDisk.at(operation, fault, directory);
            Set<String> accepted = work(broken.disk(), broken.root().resolve("ledger"));
            broken.powerFailsIfItDoes();
            try (CommitmentLedger after = CommitmentLedger.open(broken.root().resolve("ledger"), WEEK)) {
                for (String uid : List.of("1.1", "1.2", "1.3")) {
                    Optional<CommitmentStatus> status = after.find(uid);
                    boolean committed = status.isPresent()
                            && status.get().isDecided()
                            && status.get().failure() == 0;
                    assertThat(committed && !accepted.contains(uid))
                            .as("%s after operation %d of %s", uid, operation, fault)
                            .isFalse();
                }
            }
            if (!broken.disk().hasFailed()) {
                assertThat(operation).isGreaterThan(8);
                return;
            }
        }
        fail("the work needs more operations than expected");
    }

    /** Returns what every destination has accepted, whatever the ledger made of it. */
    private static Set<String> work(Disk disk, Path place) {
        Set<String> accepted = new HashSet<>();
        try (CommitmentLedger ledger = CommitmentLedger.open(disk, place, WEEK, Clock.systemUTC())) {
            for (String uid : List.of("1.1", "1.2", "1.3")) {
                try {
                    receive(ledger, uid);
                } catch (IOException notKept) {
                    continue; // answered with a failure: no destination gets it
                }
                ledger.delivered(uid, "archive");
                if (!uid.equals("1.2")) {
                    accepted.add(uid);
                    ledger.delivered(uid, "mirror");
                }
                ledger.sync();
            }
        } catch (IOException e) {
            // the gateway would stop, or never have started
        }
        return accepted;
    }

    @Test
    void whatHasFailedForOneDestinationIsNotCommittedWhenItStillWaitsForAnother() throws Exception {
        try (Spool spool = Spool.open(directory.resolve("spool"), BOTH);
                CommitmentLedger ledger = open()) {
            spool(spool, withCommitment(Samples.facts("2.1", "mirror"), "1.1"));
            receive(ledger, "1.1");
            ledger.failed("1.1", 0x0110);
            ledger.agreeWith(spool);
            ledger.delivered("1.1", "mirror");
            assertThat(ledger.find("1.1").map(CommitmentStatus::failure)).contains(0x0110);
        }
    }

    @Test
    void whatWaitsInTheSpoolIsTheTruthAboutWhatWaits() throws Exception {
        try (Spool spool = Spool.open(directory.resolve("spool"), BOTH)) {
            SpoolFacts plain = Samples.facts("2.1", "archive");
            spool(spool, withCommitment(Samples.facts("2.1", "mirror"), "1.1"));
            spool(spool, withCommitment(plain, "1.5"));
            spool(spool, plain);
            try (CommitmentLedger ledger = open()) {
                play(ledger);
                ledger.agreeWith(spool);
                assertThat(ledger.find("1.1").map(CommitmentStatus::waiting)).contains(List.of("mirror"));
                assertThat(ledger.find("1.2"))
                        .as("on its way, says the ledger alone")
                        .isEmpty();
                assertThat(ledger.find("1.3").map(CommitmentStatus::failure)).contains(0x0110);
                assertThat(ledger.find("1.5")).hasValueSatisfying(status -> {
                    assertThat(status.waiting()).containsExactly("archive");
                    assertThat(status.received()).isEqualTo(mr("1.5"));
                    assertThat(status.sent().sopInstanceUid()).isEqualTo("2.1");
                });
                assertThat(ledger.size()).isEqualTo(3);
            }
        }
    }

    private static SpoolFacts withCommitment(SpoolFacts facts, String receivedUid) {
        return new SpoolFacts(
                facts.sopClassUid(),
                facts.sopInstanceUid(),
                facts.transferSyntaxUid(),
                receivedUid,
                facts.route(),
                facts.destinations(),
                facts.priority(),
                MR,
                facts.moveOriginator(),
                facts.origin());
    }

    private static void spool(Spool spool, SpoolFacts facts) throws IOException {
        try (Incoming incoming = spool.begin(facts, Samples.prefix())) {
            spool.commit(incoming);
        }
    }

    @Test
    void whatIsOldAndDecidedIsForgottenWithItsFile() throws IOException {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Path place = directory.resolve("ledger");
        try (CommitmentLedger ledger = CommitmentLedger.open(new RealDisk(), place, WEEK, clock)) {
            play(ledger);
            now[0] = now[0].plus(Duration.ofDays(8));
            receive(ledger, "1.7");
            ledger.forgetOld();
            assertThat(ledger.find("1.1")).isEmpty();
            assertThat(ledger.find("1.3")).isEmpty();
            assertThat(ledger.find("1.2")).as("not decided yet").isPresent();
            assertThat(ledger.find("1.7")).isPresent();
        }
        now[0] = Instant.now().plus(Duration.ofDays(8));
        try (CommitmentLedger ledger = CommitmentLedger.open(new RealDisk(), place, WEEK, clock)) {
            assertThat(files()).hasSize(1);
        }
    }
}

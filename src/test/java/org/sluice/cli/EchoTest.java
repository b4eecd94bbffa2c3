package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.FreePort;
import org.sluice.peers.StoreScp;

class EchoTest {
    private final Path folder;

    EchoTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aNodeThatAnswersIsReportedInOneLine() {
        try (StoreScp archive = StoreScp.bitPreserving(folder)) {
            CommandRun run = CommandRun.of("echo", "STORESCP@127.0.0.1:" + archive.port());
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.lines()).singleElement().asString().contains("answered Success");
        }
    }

    @Test
    void verboseShowsEachStep() {
        try (StoreScp archive = StoreScp.bitPreserving(folder)) {
            CommandRun run = CommandRun.of("echo", "-v", "localhost", archive.port());
            assertThat(run.code()).isZero();
            assertThat(run.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).matches("resolve +localhost is 127\\.0\\.0\\.1 \\(.*ms\\)"),
                            line -> assertThat(line)
                                    .startsWith("connect    TCP connection to port " + archive.port() + " stands"),
                            line -> assertThat(line).startsWith("associate  ANY-SCP accepts SLUICE"),
                            line -> assertThat(line)
                                    .contains("implementation 1.2.276.0.7230010.3")
                                    .contains("OFFIS"),
                            line -> assertThat(line).startsWith("context    Verification accepted"),
                            line -> assertThat(line).startsWith("echo       C-ECHO answered with status 0000H"),
                            line -> assertThat(line).contains("answered Success"));
        }
    }

    @Test
    void aPortWhereNobodyListensIsExplained() {
        int port = FreePort.number();
        CommandRun run = CommandRun.of("echo", "127.0.0.1", port);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("error: no answer from 127.0.0.1:" + port)
                .contains("likely cause: Nobody listens there")
                .doesNotContain("\tat ");
    }

    @Test
    void aNodeThatRefusesEverybodyIsExplained() {
        try (StoreScp archive = StoreScp.bitPreserving(folder, "--refuse")) {
            CommandRun run = CommandRun.of("echo", "STORESCP@127.0.0.1:" + archive.port());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("likely cause: ").contains("log says why");
        }
    }

    @Test
    void aNameWithoutAddressIsExplained() {
        CommandRun run = CommandRun.of("echo", "ARCHIVE@no-such-host.invalid:104");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: no-such-host.invalid has no address");
    }

    @Test
    void aMistypedPeerIsAUsageError() {
        assertThat(CommandRun.of("echo", "localhost").code()).isEqualTo(2);
        assertThat(CommandRun.of("echo", "localhost", "port").code()).isEqualTo(2);
        assertThat(CommandRun.of("echo", "A@localhost:70000").err()).contains("expected 1 to 65535, found 70000");
        assertThat(CommandRun.of("echo", "--calling", "seventeen letters", "A@localhost:104")
                        .err())
                .contains("expected 1 to 16 printable ASCII characters");
    }
}

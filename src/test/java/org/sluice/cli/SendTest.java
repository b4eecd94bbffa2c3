package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.Syntax;

class SendTest {
    private final Path study;
    private final Path archive;

    SendTest(@TempDir Path folder) throws IOException {
        this.study = Files.createDirectories(folder.resolve("study"));
        this.archive = Files.createDirectories(folder.resolve("archive"));
    }

    @Test
    void dataSetsOfEverySyntaxArriveBitForBit() throws IOException {
        GeneratedInstance.ct(1).writeTo(study.resolve("explicit.dcm"));
        GeneratedInstance.ct(2).syntax(Syntax.IMPLICIT_LITTLE_ENDIAN).writeTo(study.resolve("implicit.dcm"));
        GeneratedInstance.mr(3).syntax(Syntax.EXPLICIT_BIG_ENDIAN).writeTo(study.resolve("big.dcm"));
        GeneratedInstance.mr(4).syntax(Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN).writeTo(study.resolve("deflated.dcm"));
        GeneratedInstance.jpeg(5, 3).writeTo(study.resolve("jpeg.dcm"));
        GeneratedInstance.sr(6).writeTo(study.resolve("report.dcm"));
        try (StoreScp scp = StoreScp.bitPreserving(archive)) {
            CommandRun run = CommandRun.of("send", "STORESCP@127.0.0.1:" + scp.port(), study);
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.lines()).singleElement().asString().startsWith("SENT 6 files, ");
            assertThat(digests(archive)).isEqualTo(digests(study));
        }
    }

    @Test
    void moreKindsThanOneAssociationHasContextsForAreSentOverSeveral() throws IOException {
        for (int i = 0; i < 150; i++) {
            GeneratedInstance.sr(i)
                    .with(0x00080016, "UI", "1.2.826.0.1.3680043.2.1." + i)
                    .writeTo(study.resolve(i + ".dcm"));
        }
        try (StoreScp scp = StoreScp.bitPreserving(archive)) {
            CommandRun run = CommandRun.of("send", "STORESCP@127.0.0.1:" + scp.port(), study);
            assertThat(run.err()).isEmpty();
            assertThat(run.lines()).singleElement().asString().startsWith("SENT 150 files, ");
        }
    }

    @Test
    void whatIsNoInstanceIsNamedAndTheRestIsSent() throws IOException {
        GeneratedInstance.mr(1).writeTo(study.resolve("a.dcm"));
        Files.writeString(study.resolve("readme.txt"), "a text that is not DICOM at all");
        try (StoreScp scp = StoreScp.bitPreserving(archive)) {
            CommandRun run = CommandRun.of("send", "STORESCP@127.0.0.1:" + scp.port(), study);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.lines()).contains("UNREADABLE 1 files");
            assertThat(run.err()).startsWith("UNREADABLE " + study.resolve("readme.txt") + ": ");
            assertThat(CommandRun.of("send", "--pattern", "*.dcm", "STORESCP@127.0.0.1:" + scp.port(), study)
                            .code())
                    .isZero();
        }
    }

    @Test
    void anUnreachableNodeIsExplainedAndEveryFileCountsAsFailed() {
        GeneratedInstance.mr(1).writeTo(study.resolve("a.dcm"));
        GeneratedInstance.mr(2).writeTo(study.resolve("b.dcm"));
        CommandRun run = CommandRun.of("send", "NOBODY@127.0.0.1:" + FreePort.number(), study);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("error: ").contains("likely cause: Nobody listens there");
        assertThat(run.lines()).contains("FAILED 2 files");
    }

    @Test
    void instancesThatBreakTheAssociationFailAndTheNextOnesAreTried() {
        GeneratedInstance.mr(1).writeTo(study.resolve("a.dcm"));
        GeneratedInstance.mr(2).writeTo(study.resolve("b.dcm"));
        try (StoreScp scp = StoreScp.bitPreserving(archive, "--abort-during")) {
            CommandRun run = CommandRun.of("send", "STORESCP@127.0.0.1:" + scp.port(), study);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("FAILED " + study.resolve("a.dcm"))
                    .contains("FAILED " + study.resolve("b.dcm"));
            assertThat(run.lines()).contains("FAILED 2 files");
        }
    }

    private static List<String> digests(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(DataSetBytes::sha256).sorted().collect(Collectors.toList());
        }
    }
}

package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.TestEngine;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.SharedFolder;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StoreScu;

/** A node with each engine on the class path, DCMTK before and behind it. */
class EveryEngineTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CLEAN = 5;
    private static final int FLAGGED = 2;

    private final Path folder;

    EveryEngineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theSevenCookiesComeOutTheSameWhicheverEngineAndWayOfDelivery() throws IOException {
        List<Path> cookies = RunningNode.files(SharedFolder.require("data/dicom-cookies"), ".dcm");
        Set<Set<ByteBuffer>> archived = new HashSet<>();
        Set<Set<ByteBuffer>> quarantined = new HashSet<>();
        for (String engine : TestEngine.ENGINES.names()) {
            for (String way : List.of("durable", "cut-through")) {
                Path here = withTheSameKey(Files.createDirectory(folder.resolve(engine + "-" + way)));
                Path received = Files.createDirectory(here.resolve("received"));
                try (StoreScp archive = StoreScp.bitPreserving(received);
                        RunningNode node = node(here, engine, way, archive.port())) {
                    StoreScu.storescu(node.port()).with("-xy").send(cookies);
                    archived.add(dataSets(archive.awaitStored(CLEAN, LONG)));
                    node.awaitForwarded();
                    quarantined.add(dataSets(node.quarantined()));
                }
                Files.copy(here.resolve("secret.key"), folder.resolve(engine + "-" + way + ".key"));
            }
        }
        assertThat(archived).singleElement().satisfies(sets -> assertThat(sets).hasSize(CLEAN));
        assertThat(quarantined).singleElement().satisfies(sets -> assertThat(sets)
                .hasSize(FLAGGED));
    }

    /** Which the first node makes, and pseudonyms are made from. */
    private Path withTheSameKey(Path here) throws IOException {
        for (Path made : RunningNode.files(folder, ".key").stream().limit(1).toList()) {
            Files.copy(made, here.resolve("secret.key"));
        }
        return here;
    }

    private static RunningNode node(Path here, String engine, String way, int archivePort) {
        return RunningNode.with(
                here,
                "deliver: " + way,
                RunningNode.COOKIE_RECIPE,
                RunningNode.archive(archivePort),
                "engine: " + engine);
    }

    private static Set<ByteBuffer> dataSets(List<Path> files) {
        return files.stream()
                .map(file -> ByteBuffer.wrap(DataSetBytes.of(file).dataSet()))
                .collect(Collectors.toSet());
    }
}

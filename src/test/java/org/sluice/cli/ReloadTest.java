package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.Node;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.text.SourceText;

/** A configuration that is changed under a running node. */
class ReloadTest {
    private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String NOTHING_FLAGGED = "FORMAT dicom\n\n%header\n";
    private static final String MR_FLAGGED = "FORMAT dicom\n\n%filter all\n\nLABEL All MR\nequals Modality MR\n";

    private static final String CONFIGURATION = """
            listen: [ { port: %1$d, bind: 127.0.0.1 } ]
            routes:
              - { ae: SLUICE, from: [ANY], recipe: "%2$s/site.deid", to: [archive] }
            destinations:
              archive: { folder: "%2$s/out" }
            data: "%2$s/var"
            quarantine: "%2$s/quarantine"
            """;

    private final Path folder;
    private final Path conf;
    private final Path recipe;
    private final int port = FreePort.number();
    private int sent;

    @SuppressWarnings("NullAway.Init")
    private Node node;

    ReloadTest(@TempDir Path folder) {
        this.folder = folder;
        this.conf = folder.resolve("sluice.yaml");
        this.recipe = folder.resolve("site.deid");
    }

    private String configuration() {
        return CONFIGURATION.formatted(port, folder);
    }

    @BeforeEach
    void start() throws IOException, ConfigException {
        Files.writeString(recipe, NOTHING_FLAGGED);
        Files.writeString(conf, configuration());
        node = Node.start(ConfigLoader.parse(new SourceText(conf.toString(), configuration())), TestEngine.ENGINES);
        node.readFrom(conf);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private CommandRun reload(Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "reload";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--conf";
        all[words.length + 2] = conf;
        return CommandRun.of(all);
    }

    private CommandRun status() {
        return CommandRun.of("status", "--conf", conf);
    }

    private StoreClient caller(String called) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return TestEngine.ENGINE.connect(
                StoreClientOptions.of(address, "MR1", called), List.of(PresentationContextProposal.of(MR, EXPLICIT)));
    }

    private void send(StoreClient client) throws IOException {
        GeneratedInstance instance = GeneratedInstance.mr(++sent);
        assertThat(client.store(StoreCommand.of(MR, instance.sopInstanceUid(), EXPLICIT), instance::dataSet)
                        .status())
                .isEqualTo(Status.SUCCESS);
    }

    private long quarantined() {
        return CommandRun.of("quarantine", "list", "--json", "--conf", conf)
                .lines()
                .size();
    }

    @Test
    void aChangedRecipeIsForAssociationsThatBeginAndThoseUnderWayEndUnderTheOneBefore() throws Exception {
        try (StoreClient before = caller("SLUICE")) {
            send(before);
            Files.writeString(recipe, MR_FLAGGED);
            CommandRun run = reload();
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("in force");
            send(before);
            assertThat(quarantined()).isZero();
            try (StoreClient after = caller("SLUICE")) {
                send(after);
            }
            assertThat(quarantined()).isOne();
        }
        String scrape = node.meters().scrape();
        assertThat(scrape)
                .contains("sluice_reload_total{result=\"applied\"} 1.0")
                .contains("sluice_instances_flagged_total{route=\"SLUICE\",section=\"all\"} 1.0");
    }

    @Test
    void aWrongOneIsRefusedWithItsProblemsAndTheOneBeforeStays() throws Exception {
        Files.writeString(recipe, MR_FLAGGED.replace("Modality", "Modalty"));
        for (String option : List.of("--check", "--json")) {
            CommandRun run = reload(option);
            assertThat(run.code()).isEqualTo(ExitCode.PROBLEM);
            assertThat(run.out() + run.err()).contains("site.deid:6:8").contains("Modality");
        }
        Files.writeString(conf, configuration().replace("routes:", "rotes:"));
        assertThat(reload("--check").err()).contains("did you mean routes?").contains("the configuration before stays");
        try (StoreClient caller = caller("SLUICE")) {
            send(caller);
        }
        assertThat(quarantined()).isZero();
        assertThat(node.meters().scrape()).contains("sluice_reload_total{result=\"refused\"} 1.0");
    }

    @Test
    void aFileThatHasChangedAndIsNotInForceShowsInTheStatus() throws Exception {
        assertThat(status().code()).as(status().out()).isZero();
        Files.writeString(recipe, MR_FLAGGED);
        assertThat(status().out()).contains("site.deid has changed since it was read: sluice reload");
        assertThat(status().code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(node.meters().scrape()).contains("sluice_configuration_files_changed 1.0");
        assertThat(reload().code()).isZero();
        assertThat(status().code()).as(status().out()).isZero();
        assertThat(node.meters().scrape()).contains("sluice_configuration_files_changed 0.0");
    }

    @Test
    void aNewRouteIsThereAtOnce() throws Exception {
        String another = "routes:\n  - { ae: SECOND, from: [MR1], recipe: \"" + recipe + "\", to: [archive] }";
        Files.writeString(conf, configuration().replace("routes:", another));
        assertThat(reload().code()).isZero();
        try (StoreClient caller = caller("SECOND")) {
            send(caller);
        }
        assertThat(node.meters().scrape())
                .contains("sluice_instances_received_total{route=\"SECOND\"} 1.0")
                .contains("sluice_caller_instances_received_total{calling_ae=\"MR1\"} 1.0");
    }

    @Test
    void whatNeedsARestartIsSaid() throws Exception {
        String more = configuration()
                .replace(
                        "destinations:",
                        "limits: { associations: 7 }\ndestinations:\n  new: { folder: \"" + folder.resolve("new")
                                + "\" }");
        Files.writeString(conf, more);
        CommandRun run = reload();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("destinations has changed, and needs a restart")
                .contains("limits has changed, and needs a restart");
        Files.writeString(conf, more.replace("to: [archive]", "to: [new]"));
        assertThat(reload().err()).contains("route SLUICE: destination new is new, and needs a restart");
    }
}

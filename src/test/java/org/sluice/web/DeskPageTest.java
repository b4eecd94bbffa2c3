package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.peers.Await;
import org.sluice.peers.Chromium;
import org.sluice.peers.StoreScp;

/** The page of a node as a person uses it, in Chromium. */
@Tag("heavy")
class DeskPageTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;

    DeskPageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static void signIn(Chromium browser, DeskNode node, String name) {
        browser.open(node.uri("/"));
        browser.type("input[name=name]", name);
        browser.type("input[name=passcode]", "passcode-" + name);
        browser.click("button[type=submit]");
        browser.await("#nav a");
    }

    private static void show(Chromium browser, DeskNode node, String view) {
        browser.open(URI.create(node.uri("/") + "#/" + view));
        browser.await("#nav a[aria-current][href='#/" + view.split("/", -1)[0] + "']");
    }

    @Test
    void aReviewerSignsInSeesTheLineThatCaughtItReleasesItAndItArrivesEdited() throws IOException, ConfigException {
        Path received = Files.createDirectory(folder.resolve("received"));
        try (StoreScp archive = StoreScp.bitPreserving(received);
                DeskNode node = DeskNode.start(folder, archive.port(), DeskNode.USERS);
                Chromium browser = Chromium.start(1280, 900)) {
            signIn(browser, node, "rita");
            show(browser, node, "quarantine");
            browser.await(".item");
            browser.press("j");
            browser.awaitText(".detail", "ct.deid:5");
            assertThat(browser.text(".source")).contains("LABEL All of CT").contains("equals Modality CT");
            assertThat(browser.text(".detail")).doesNotContain(DeskNode.PATIENT);
            browser.await("img.thumb");
            browser.press("r");
            browser.type("dialog textarea", "nothing burned in");
            browser.click("dialog button[type=submit]");
            Await.until(() -> files(received).size() == 1, SOON, () -> "one at the archive\n" + browser.text("body"));
            assertThat(Files.readString(files(received).get(0), StandardCharsets.ISO_8859_1))
                    .contains("PSEUDONYM")
                    .doesNotContain(DeskNode.PATIENT);
            assertThat(Files.readString(folder.resolve("quarantine/reviews.tsv")))
                    .contains("released\trita\t")
                    .contains("nothing burned in");
        }
    }

    @Test
    void noViewHasAnythingThatAxeFindsWrongLightOrDarkWideOrNarrow() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS);
                Chromium browser = Chromium.start(1280, 900)) {
            browser.open(node.uri("/"));
            browser.await("form");
            assertThat(browser.axe()).as("to sign in").isEmpty();
            signIn(browser, node, "ada");
            String key = DeskNode.texts(node.show("ada", "/api/v1/quarantine").path("items"), "key")
                    .get(0);
            for (int width : new int[] {1280, 390}) {
                browser.resize(width, 900);
                for (String scheme : List.of("light", "dark")) {
                    browser.prefer(scheme);
                    for (String view : List.of(
                            "now", "quarantine", "quarantine/" + key, "destinations", "shadow", "ledger", "audit")) {
                        show(browser, node, view);
                        browser.await(view.contains("/") ? "#detail-title" : "main h1");
                        assertThat(browser.axe())
                                .as("%s, %s, %d", view, scheme, width)
                                .isEmpty();
                        assertThat(browser.run("return document.documentElement.scrollWidth")
                                        .asInt())
                                .as("%s, %d: nothing is cut off", view, width)
                                .isLessThanOrEqualTo(width);
                    }
                }
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

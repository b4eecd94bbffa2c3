package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.net.TestEngine;
import org.sluice.peers.TestAuthority;
import org.sluice.text.SourceText;

/** README's table of metrics names each metric of a node that has everything, with its type and labels, and no other. */
class MetricsTableTest {
    /** A row: names, type, labels. */
    private static final Pattern ROW =
            Pattern.compile("^\\| (`sluice_[^|]*`) \\| (\\w+) \\| ([^|]*)\\|", Pattern.MULTILINE);

    private static final Pattern QUOTED = Pattern.compile("`([a-z_]+)`");

    private static String words(String quoted) {
        return QUOTED.matcher(quoted)
                .results()
                .map((MatchResult word) -> word.group(1))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> documented() throws Exception {
        Map<String, String> rows = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("README.md"))).results().forEach((MatchResult row) -> QUOTED.matcher(
                        row.group(1))
                .results()
                .forEach((MatchResult name) -> rows.put(name.group(1), row.group(2) + ": " + words(row.group(3)))));
        return rows;
    }

    private static Map<String, String> shown(Scrape scrape) {
        Map<String, String> rows = new TreeMap<>();
        scrape.types("sluice_")
                .forEach((name, type) -> rows.put(name, type + ": " + String.join(", ", scrape.labels(name))));
        return rows;
    }

    @Test
    void theTableIsWhatANodeShows(@TempDir Path folder) throws Exception {
        new TestAuthority("Test CA", folder).issue("gate", "localhost");
        Files.writeString(folder.resolve("recipe.deid"), RunningNode.COOKIE_RECIPE);
        Files.writeString(folder.resolve("shadow.deid"), RunningNode.EMPTY_RECIPE);
        String configuration = """
                listen: [ { port: 0, tls: { key: "F/gate.key", certificate: "F/gate.pem" } } ]
                routes:
                  - ae: SLUICE
                    from: [CT_ROOM1]
                    recipe: "F/recipe.deid"
                    variables:
                      id:        { value: "1" }
                      source_id: { uid: SOPInstanceUID, key: "F/secret.key", root: "2.25" }
                    dispositions: { bigimage: report }
                    shadow: "F/shadow.deid"
                    to: [archive]
                    deliver: cut-through
                    commitment: answer
                destinations:
                  archive: { ae: ARCHIVE, host: localhost, port: 9, tls: { trust: "F/Test-CA.pem" } }
                data: "F/var"
                quarantine: "F/quarantine"
                timeouts: { shutdown: 2 s }
                """.replace("F/", folder + "/");
        try (Node node =
                Node.start(ConfigLoader.parse(new SourceText("test.yaml", configuration)), TestEngine.ENGINES)) {
            assertThat(documented())
                    .hasSizeGreaterThan(40)
                    .isEqualTo(shown(new Scrape(node.meters().scrape())));
        }
    }
}

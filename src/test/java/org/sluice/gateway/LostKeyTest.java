package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.net.TestEngine;
import org.sluice.text.SourceText;

/** A node that has given pseudonyms does not give others unless it is told to. */
class LostKeyTest {
    private final Path folder;
    private final Path key;

    LostKeyTest(@TempDir Path folder) {
        this.folder = folder;
        this.key = folder.resolve("secret.key");
    }

    @BeforeEach
    void hasRunOnce() throws Exception {
        Files.writeString(folder.resolve("recipe.deid"), "FORMAT dicom\n\n%header\n\nREPLACE PatientID var:id\n");
        try (Node node = Node.start(configuration(), TestEngine.ENGINES)) {
            assertThat(node.notes())
                    .singleElement()
                    .asString()
                    .matches("key .*/secret.key has fingerprint [0-9a-f]{16}")
                    .doesNotContain(Files.readString(key).strip().substring(0, 16));
        }
    }

    private Configuration configuration() throws Exception {
        return ConfigLoader.parse(new SourceText("test.yaml", """
                listen:
                  - { port: 0, bind: 127.0.0.1 }
                routes:
                  - ae: SLUICE
                    recipe: "%1$s/recipe.deid"
                    variables: { id: { pseudonym: PatientID, key: "%1$s/secret.key" } }
                    to: [archive]
                destinations:
                  archive: { folder: "%1$s/archive" }
                data: "%1$s/var"
                quarantine: "%1$s/quarantine"
                """.formatted(folder)));
    }

    @Test
    void withItsKeyItStartsAgain() throws Exception {
        try (Node node = Node.start(configuration(), TestEngine.ENGINES)) {
            assertThat(node.hindrances()).isEmpty();
        }
    }

    @Test
    void withoutItItDoesNotStartAndMakesNone() {
        assertThat(key.toFile().delete()).isTrue();
        assertThatThrownBy(() -> Node.start(configuration(), TestEngine.ENGINES))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("variable id: " + key + ": expected the key that this node has used")
                .hasMessageContaining("--new-key");
        assertThat(key).doesNotExist();
    }

    @Test
    void withAnotherItDoesNotStartUnlessItIsToldTo() throws Exception {
        Files.writeString(key, "cd".repeat(32) + "\n");
        assertThatThrownBy(() -> Node.start(configuration(), TestEngine.ENGINES))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found one with fingerprint");
        Node.startWithNewKeys(configuration(), TestEngine.ENGINES).close();
        Node.start(configuration(), TestEngine.ENGINES).close();
    }
}

package org.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text in another encoding is told of with the place of its first byte that is no UTF-8, and what to do. */
class NotUtf8ExceptionTest {
    private final Path file;

    NotUtf8ExceptionTest(@TempDir Path folder) {
        this.file = folder.resolve("site.deid");
    }

    private String shown(String text, Charset charset) throws IOException {
        Files.write(file, text.getBytes(charset));
        return shown();
    }

    private String shown() {
        return catchThrowableOfType(NotUtf8Exception.class, () -> SourceText.read(file))
                .problem()
                .display()
                .replace(file.toString(), "site.deid");
    }

    @Test
    void latin1IsShownWithItsLineAndAMarkBelowTheFirstSuchCharacter() throws IOException {
        assertThat(shown("FORMAT dicom\r\n\r\n# f\u00FCr M\u00FCnchen\r\n", StandardCharsets.ISO_8859_1))
                .isEqualTo("""
                site.deid:3:4: error: expected UTF-8, found byte FCH at offset 19, which Latin-1 has for "\u00FC"; save the file as UTF-8
                    # f\u00FCr M\u00FCnchen
                       ^""");
    }

    @Test
    void charactersOfUtf8BeforeItCountAsOneColumnAndByTheirBytes() throws IOException {
        byte[] both = "\uFEFF# \u20AC ?\n".getBytes(StandardCharsets.UTF_8);
        both[both.length - 2] = (byte) 0xE9;
        Files.write(file, both);
        assertThat(shown()).startsWith("site.deid:1:5: error: expected UTF-8, found byte E9H at offset 9");
    }

    @Test
    void aCharacterThatTheFileEndsInIsTold() throws IOException {
        Files.write(file, new byte[] {'a', '\n', (byte) 0xC3});
        assertThat(shown()).startsWith("site.deid:2:1: error: expected UTF-8, found byte C3H at offset 2");
    }

    @Test
    void utf16IsNamed() throws IOException {
        assertThat(shown("FORMAT dicom\n", StandardCharsets.UTF_16))
                .isEqualTo("site.deid:1:1: error: expected UTF-8, found UTF-16; save the file as UTF-8");
    }
}

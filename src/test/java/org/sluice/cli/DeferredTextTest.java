package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeferredTextTest {
    /** A hundred characters. */
    private static final String LINE = "\u00E4".repeat(99) + "\n";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_485, 10_486, 50_000})
    void whatIsHeldComesBackInMemoryOrNot(int lines) throws IOException {
        StringWriter out = new StringWriter();
        try (DeferredText text = new DeferredText()) {
            for (int i = 0; i < lines; i++) {
                text.append(LINE);
            }
            text.copyTo(out);
        }
        assertThat(out.toString()).isEqualTo(LINE.repeat(lines));
    }
}

package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void filesRateAndTimeLeftAreShown() {
        assertThat(Progress.line("files", 2_500, OptionalLong.of(10_000), Duration.ofSeconds(5)))
                .isEqualTo("[#####...............] 25 % of 10,000: 2,500 files, 500/s, 0:15 left");
    }

    @Test
    void noTimeLeftIsShownWhileNobodyKnowsHowManyFilesThereAre() {
        assertThat(Progress.line("files", 2_500, OptionalLong.empty(), Duration.ofSeconds(5)))
                .isEqualTo("2,500 files, 500/s");
    }

    @Test
    void nothingIsPrintedWhereNobodyWatches() {
        StringWriter err = new StringWriter();
        Progress progress = new Progress(new Console(new PrintWriter(err), new PrintWriter(err), false));
        progress.done(1, OptionalLong.empty());
        progress.clear();
        assertThat(err.toString()).isEmpty();
    }
}

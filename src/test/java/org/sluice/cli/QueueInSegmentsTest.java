package org.sluice.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same where what waits lies in a log of segments. */
class QueueInSegmentsTest extends QueueTest {

    QueueInSegmentsTest(@TempDir Path folder) {
        super(folder);
    }

    @Override
    String spool() {
        return "segments";
    }
}

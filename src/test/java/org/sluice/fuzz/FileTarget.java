package org.sluice.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;

/** A Part 10 file. */
public final class FileTarget {
    private static final HeaderLimits LIMITS = new HeaderLimits(1 << 16, 16, 2_000);
    private static final int PER_BYTE = 500;

    private FileTarget() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Allocation.bounded(input.length, PER_BYTE, () -> read(input));
    }

    private static void read(byte[] input) throws IOException {
        try (Part10 file = Part10.open(new ByteArrayInputStream(input), LIMITS)) {
            file.header(-1).size();
        } catch (DataSetException expected) {
            expected.getMessage().length();
        }
    }
}

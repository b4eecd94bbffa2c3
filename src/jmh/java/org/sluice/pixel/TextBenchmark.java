package org.sluice.pixel;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sluice.pixel.text.TextDetector;

/** What it costs to look at one frame of greys for print, on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TextBenchmark {
    private static final int COLUMNS = 1024;
    private static final int ROWS = 768;

    private final byte[] ultrasound = new byte[COLUMNS * ROWS];

    /** Speckle in a dark frame, as ultrasound has it. */
    @Setup
    public void prepare() {
        Random random = new Random(17);
        for (int row = ROWS / 8; row < ROWS; row++) {
            for (int column = COLUMNS / 8; column < COLUMNS * 7 / 8; column++) {
                double light = 60 + 40 * Math.sin(row / 9.0) * Math.cos(column / 13.0) + 12 * random.nextGaussian();
                ultrasound[row * COLUMNS + column] = (byte) Math.max(0, light);
            }
        }
    }

    /** Of 1024 by 768 pixels. */
    @Benchmark
    public int ultrasound() {
        return TextDetector.longest(ultrasound, COLUMNS, ROWS);
    }
}

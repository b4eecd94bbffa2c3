package org.sluice.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Work that no change of ours makes faster or slower: what the machine is worth just now. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Yardstick {
    private static final int SIZE = 512 << 10;

    private final ByteBuffer from = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer to = ByteBuffer.allocateDirect(SIZE);
    private final int[] words = new int[1 << 12];

    /** Copies 512 KiB: the least that can be done with a CT instance. */
    @Benchmark
    public ByteBuffer copy() {
        return to.clear().put(from.clear());
    }

    /** The CRC-32 of 512 KiB. */
    @Benchmark
    public long checksum() {
        CRC32 sum = new CRC32();
        sum.update(from.clear());
        return sum.getValue();
    }

    /** Work of the processor alone, with branches and small arrays as parsing has: a sieve up to 4096. */
    @Benchmark
    public int sieve() {
        int primes = 0;
        for (int i = 2; i < words.length; i++) {
            words[i] = 0;
        }
        for (int i = 2; i < words.length; i++) {
            if (words[i] == 0) {
                primes++;
                for (int multiple = 2 * i; multiple < words.length; multiple += i) {
                    words[multiple] = i;
                }
            }
        }
        return primes;
    }
}

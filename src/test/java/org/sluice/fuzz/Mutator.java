package org.sluice.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs out of good ones: a few bytes changed, cut out, doubled or taken from another, and lengths that lie. */
final class Mutator {
    private static final long[] LENGTHS = {
        0,
        1,
        2,
        3,
        7,
        8,
        0x7F,
        0x80,
        0xFF,
        0x100,
        0x7FFF,
        0x8000,
        0xFFFE,
        0xFFFF,
        0x10000,
        0x7FFFFFFF,
        0x80000000L,
        0xFFFFFFFEL,
        0xFFFFFFFFL
    };
    private static final int LONGEST = 1 << 14;

    private final List<byte[]> seeds;
    private final SplittableRandom random;

    Mutator(List<byte[]> seeds, long seed) {
        this.seeds = List.copyOf(seeds);
        this.random = new SplittableRandom(seed);
    }

    byte[] next() {
        byte[] input = pick().clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && input.length > 0; i++) {
            input = change(input);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] pick() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] change(byte[] input) {
        int at = random.nextInt(input.length);
        switch (random.nextInt(9)) {
            case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[at] = (byte) random.nextInt(256);
            case 2 -> number(input, at, 2);
            case 3 -> number(input, at, 4);
            case 4 -> {
                return Arrays.copyOf(input, at);
            }
            case 5 -> {
                return spliced(input, at, input, Math.min(input.length, at + random.nextInt(64)));
            }
            case 6 -> {
                byte[] other = pick();
                return spliced(input, at, other, random.nextInt(other.length + 1));
            }
            case 7 -> {
                return doubled(input, at);
            }
            default -> copyWithin(input, at);
        }
        return input;
    }

    /** A number that lengths like to be, in either order. */
    private void number(byte[] input, int at, int size) {
        long value = LENGTHS[random.nextInt(LENGTHS.length)];
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < size && at + i < input.length; i++) {
            int shift = 8 * (bigEndian ? size - 1 - i : i);
            input[at + i] = (byte) (value >>> shift);
        }
    }

    private static byte[] spliced(byte[] head, int headEnd, byte[] tail, int tailStart) {
        byte[] all = Arrays.copyOf(head, headEnd + tail.length - tailStart);
        System.arraycopy(tail, tailStart, all, headEnd, tail.length - tailStart);
        return all;
    }

    private byte[] doubled(byte[] input, int at) {
        int length = Math.min(input.length - at, 1 + random.nextInt(64));
        byte[] all = Arrays.copyOf(input, input.length + length);
        System.arraycopy(input, at, all, at + length, input.length - at);
        return all;
    }

    private void copyWithin(byte[] input, int at) {
        int from = random.nextInt(input.length);
        int length = Math.min(1 + random.nextInt(16), input.length - Math.max(at, from));
        System.arraycopy(input, from, input, at, length);
    }
}

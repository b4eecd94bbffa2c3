package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast instances become durable in the spool, against the same bytes written to plain files and forced: both from
 * the same number of threads, in turns, in the folder that is given. {@code SpoolAgainstPlain FOLDER [THREADS [KIB]]}
 */
public final class SpoolAgainstPlain {
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 2_000_000_000L;
    private static final int CHUNK = 128 << 10;

    private final Path folder;
    private final int threads;
    private final ByteBuffer content;
    private final AtomicInteger numbers = new AtomicInteger();

    private SpoolAgainstPlain(Path folder, int threads, int bytes) {
        this.folder = folder;
        this.threads = threads;
        this.content = ByteBuffer.allocateDirect(bytes);
    }

    /** One instance made durable. */
    private interface Keeping {
        void keep(ByteBuffer bytes) throws IOException;
    }

    /** Prints the rates of each round and the median ratio. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args[0]), "durable-");
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        int kib = args.length > 2 ? Integer.parseInt(args[2]) : 512;
        new SpoolAgainstPlain(folder, threads, kib << 10).run();
    }

    private void run() throws Exception {
        List<Double> ratios = new ArrayList<>();
        try (Spool spool = Spool.open(folder.resolve("spool"), List.of("archive"))) {
            for (int round = 0; round < ROUNDS; round++) {
                double plain = rate(this::plain);
                double spooled = rate(bytes -> {
                    try (Incoming incoming = spool.begin(Samples.facts("1.2.3.4", "archive"), Samples.prefix())) {
                        write(bytes, incoming::write);
                        spool.commit(incoming);
                    }
                });
                ratios.add(spooled / plain);
                System.out.printf("plain %8.1f/s   spool %8.1f/s   x %.2f%n", plain, spooled, spooled / plain);
                empty(spool.queue("archive"));
                removePlain();
            }
        }
        ratios.sort(Double::compare);
        System.out.printf("median x %.2f, %d threads, %d KiB%n", ratios.get(ROUNDS / 2), threads, content.capacity() >> 10);
    }

    private void plain(ByteBuffer bytes) throws IOException {
        Path file = folder.resolve("plain-" + numbers.incrementAndGet());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(bytes, channel::write);
            channel.force(true);
        }
    }

    private void removePlain() throws IOException {
        for (int number = numbers.getAndSet(0); number > 0; number--) {
            Files.delete(folder.resolve("plain-" + number));
        }
    }

    private interface Writing {
        void write(ByteBuffer bytes) throws IOException;
    }

    private static void write(ByteBuffer bytes, Writing file) throws IOException {
        for (int at = 0; at < bytes.capacity(); at += CHUNK) {
            ByteBuffer chunk = bytes.slice(at, Math.min(CHUNK, bytes.capacity() - at));
            while (chunk.hasRemaining()) {
                file.write(chunk);
            }
        }
    }

    private double rate(Keeping keeping) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AtomicInteger kept = new AtomicInteger();
        long began = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(pool.submit(() -> {
                while (System.nanoTime() - began < ROUND_NANOS) {
                    keeping.keep(content.duplicate());
                    kept.incrementAndGet();
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        pool.shutdown();
        return kept.get() * 1e9 / (System.nanoTime() - began);
    }

    private static void empty(DestinationQueue queue) throws IOException, InterruptedException {
        while (queue.depth() > 0) {
            queue.done(queue.take());
        }
    }
}

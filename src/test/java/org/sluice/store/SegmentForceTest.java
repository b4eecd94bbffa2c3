package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;

/** Who waits for which force of a segment, and what a failed one means. */
class SegmentForceTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Path directory;
    private final CountDownLatch forcing = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger forces = new AtomicInteger();
    private volatile boolean slow;
    private volatile boolean fails;

    SegmentForceTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** A disk on which, when it is slow, the first force of a segment takes until it may go on, and then may fail. */
    private Disk disk() {
        Disk disk = new RealDisk();
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    Object result = called(() -> method.invoke(disk, arguments));
                    return method.getName().equals("place") ? slowed((Disk.PlacedFile) result) : result;
                });
    }

    private Disk.PlacedFile slowed(Disk.PlacedFile file) {
        return (Disk.PlacedFile) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.PlacedFile.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("force") && slow) {
                        forces.incrementAndGet();
                        forcing.countDown();
                        go.await();
                        if (fails) {
                            fails = false;
                            throw new IOException("the disk has lost something");
                        }
                    }
                    return called(() -> method.invoke(file, arguments));
                });
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object called(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Commits on so many threads, of which one forces while the others come; returns how many were told that it succeeded. */
    private int commitTogether(Spool spool, int threads) throws Exception {
        AtomicInteger promised = new AtomicInteger();
        List<Thread> committers = new ArrayList<>();
        slow = true;
        for (int i = 0; i < threads; i++) {
            String uid = "1." + i;
            Thread committer = new Thread(() -> {
                try {
                    Samples.spool(spool, uid, "archive");
                    promised.incrementAndGet();
                } catch (IOException e) {
                    // refused
                }
            });
            committer.start();
            committers.add(committer);
            if (i == 0) {
                forcing.await();
            }
        }
        for (Thread committer : committers) {
            Await.until(() -> committer.getState() == Thread.State.WAITING, LONG, "all to wait for a force");
        }
        go.countDown();
        for (Thread committer : committers) {
            committer.join();
        }
        slow = false;
        return promised.get();
    }

    private Spool open() throws IOException {
        Spool spool = Spool.open(disk(), directory, List.of("archive"), 1, SpoolHousekeeping.SOON, 1024);
        Samples.spool(spool, "1.100", "archive"); // so that the segment is there
        return spool;
    }

    @Test
    void oneForceIsEnoughForAllWhoWaitForIt() throws Exception {
        try (Spool spool = open()) {
            assertThat(commitTogether(spool, 9)).isEqualTo(9);
            assertThat(forces).as("of the first, and of the others").hasValue(2);
            assertThat(Samples.waiting(spool, "archive")).hasSize(10);
        }
    }

    /** What a failed force has lost, the system says once; the next one succeeds all the same. */
    @Test
    void afterAForceHasFailedNobodyIsPromisedAnythingOfItsSegmentAndTheNextTakesOver() throws Exception {
        try (Spool spool = open()) {
            fails = true;
            assertThat(commitTogether(spool, 5)).isZero();
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.100");

            Samples.spool(spool, "1.200", "archive");
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.100", "1.200");
        }
        try (Spool spool = open()) {
            assertThat(Samples.waiting(spool, "archive")).contains("1.100", "1.200");
        }
    }
}

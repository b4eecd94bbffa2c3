package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupSyncTest {

    private final ExecutorService committers = Executors.newCachedThreadPool();
    private final AtomicInteger forces = new AtomicInteger();
    private final CountDownLatch firstRuns = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @AfterEach
    void stop() {
        committers.shutdownNow();
    }

    private void force(int failing) throws IOException {
        int number = forces.incrementAndGet();
        if (number == 1) {
            firstRuns.countDown();
            try {
                firstMayEnd.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (number == failing) {
            throw new IOException("no space left");
        }
    }

    /** One committer whose force runs, and several that come while it does. */
    private List<Future<?>> oneAndManyMore(GroupSync sync) throws InterruptedException {
        List<Future<?>> committed = new ArrayList<>();
        committed.add(committers.submit(() -> {
            sync.sync();
            return null;
        }));
        assertThat(firstRuns.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 5; i++) {
            committed.add(committers.submit(() -> {
                sync.sync();
                return null;
            }));
        }
        while (sync.waiting() < 5) {
            Thread.onSpinWait();
        }
        firstMayEnd.countDown();
        return committed;
    }

    @Test
    void allWhoComeWhileAForceRunsShareTheNextOne() throws Exception {
        List<Future<?>> committed = oneAndManyMore(new GroupSync(() -> force(0)));
        for (Future<?> one : committed) {
            one.get(10, TimeUnit.SECONDS);
        }
        assertThat(forces).hasValue(2);
    }

    @Test
    void aForceThatFailsFailsForItsWholeGroupAndForNoOther() throws Exception {
        GroupSync sync = new GroupSync(() -> force(2));
        List<Future<?>> committed = oneAndManyMore(sync);
        committed.get(0).get(10, TimeUnit.SECONDS);
        for (Future<?> one : committed.subList(1, committed.size())) {
            assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("no space left");
        }
        assertThat(forces).hasValue(2);
        sync.sync();
        assertThat(forces).hasValue(3);
    }
}

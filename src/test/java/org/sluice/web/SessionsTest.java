package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sluice.config.DeskRole;
import org.sluice.config.OperatorConfig;

/** How long somebody is signed in, and how often somebody may be wrong. */
class SessionsTest {
    private static final OperatorConfig RITA = new OperatorConfig("rita", DeskRole.REVIEWER, "");

    private final AtomicLong nanos = new AtomicLong(42);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aSessionEndsWhenNothingIsAskedForAWhile() {
        Sessions sessions = new Sessions(nanos::get);
        String token = sessions.begin(RITA);
        pass(Duration.ofMinutes(Sessions.IDLE_MINUTES));
        assertThat(sessions.find(token)).isPresent();
        pass(Duration.ofMinutes(Sessions.IDLE_MINUTES).plusMillis(1));
        assertThat(sessions.find(token)).isEmpty();
    }

    @Test
    void aSessionEndsAtTheEndOfADaysWork() {
        Sessions sessions = new Sessions(nanos::get);
        String token = sessions.begin(RITA);
        for (int i = 0; i < Sessions.MOST_HOURS * 3; i++) {
            pass(Duration.ofMinutes(20));
            assertThat(sessions.find(token)).isPresent();
        }
        pass(Duration.ofMinutes(1));
        assertThat(sessions.find(token)).isEmpty();
    }

    @Test
    void tokensAreNeverTheSameAndOthersAreNone() {
        Sessions sessions = new Sessions(nanos::get);
        String token = sessions.begin(RITA);
        assertThat(sessions.begin(RITA)).isNotEqualTo(token).hasSize(43);
        assertThat(sessions.find(token + "x")).isEmpty();
        sessions.end(token);
        assertThat(sessions.find(token)).isEmpty();
    }

    @Test
    void aPauseDoublesUpToFiveMinutesAndIsForgottenInTime() {
        LoginLimit limit = new LoginLimit(nanos::get);
        for (int i = 0; i < 4; i++) {
            limit.failed("10.1.2.3");
            assertThat(limit.pause("10.1.2.3")).isEmpty();
        }
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            limit.failed("10.1.2.3");
            assertThat(limit.pause("10.1.2.3")).hasValue(Duration.ofSeconds(seconds));
        }
        assertThat(limit.pause("10.1.2.4")).isEmpty();
        pass(Duration.ofMinutes(16));
        limit.failed("10.1.2.4");
        assertThat(limit.pause("10.1.2.3")).isEmpty();
        limit.failed("10.1.2.3");
        assertThat(limit.pause("10.1.2.3")).isEmpty();
    }

    @Test
    void whoIsRightIsHeardAtOnceNextTime() {
        LoginLimit limit = new LoginLimit(nanos::get);
        for (int i = 0; i < 4; i++) {
            limit.failed("10.1.2.3");
        }
        limit.succeeded("10.1.2.3");
        limit.failed("10.1.2.3");
        assertThat(limit.pause("10.1.2.3")).isEmpty();
    }
}

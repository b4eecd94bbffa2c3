package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.status.Counts;
import org.sluice.status.NodeStatus;

/** When somebody is told what, of all that happens. */
class NoticeDigestTest {
    private static final Instant BEGIN = Instant.parse("2026-11-30T08:00:00Z");

    private final NoticeDigest digest = new NoticeDigest(Duration.ofMinutes(5), Duration.ofHours(4));

    private void look(int minute, long held, String... wrong) {
        Counts none = new Counts(0, 0, 0, 0, 0, Map.of());
        digest.look(new NodeStatus(
                at(minute),
                ZoneOffset.UTC,
                BEGIN,
                BEGIN,
                true,
                List.of(wrong),
                none,
                none,
                List.of(),
                0,
                Optional.of(new NodeStatus.Quarantine(held, Optional.empty()))));
    }

    private static Instant at(int minute) {
        return BEGIN.plus(Duration.ofMinutes(minute));
    }

    @Test
    void itIsTimeWhenNothingMoreHasHappenedForAWhile() {
        look(0, 7);
        assertThat(digest.isDue(at(600))).isFalse();
        look(1, 7, "archive is behind: 3 instances");
        look(4, 9, "archive is behind: 44 instances");
        assertThat(digest.isDue(at(8))).isFalse();
        assertThat(digest.isDue(at(9))).isTrue();
        assertThat(digest.notice("gate"))
                .hasToString("{\"device\":\"gate\",\"since\":\"2026-11-30T08:01:00Z\","
                        + "\"wrong\":[\"archive is behind: 3 instances\"],\"over\":[],"
                        + "\"now\":[\"archive is behind: 44 instances\"],\"newInQuarantine\":2}");
        digest.told();
        look(20, 9, "archive is behind: 45 instances");
        assertThat(digest.isDue(at(600))).isFalse();
        look(30, 9);
        assertThat(digest.notice("gate").path("over")).hasSize(1);
    }

    @Test
    void whatNeverRestsIsToldAfterTheLongestTime() {
        for (int minute = 0; minute < 245; minute++) {
            look(minute, minute);
            assertThat(digest.isDue(at(minute))).isEqualTo(minute > 240);
        }
    }
}

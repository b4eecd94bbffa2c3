package org.sluice.net.stow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.stow.InstanceResult.Failed;
import org.sluice.net.stow.InstanceResult.Stored;
import org.sluice.net.stow.InstanceResult.Unclear;
import org.sluice.peers.StowServer;

class StowAnswerTest {
    private static final InstanceResult STORED = new Stored(OptionalInt.empty());

    private static StowAnswer read(int code, String body) {
        return StowAnswer.read(
                code, Optional.empty(), body.getBytes(StandardCharsets.UTF_8), Set.of("1.2.3", "1.2.4", "1.2.5"));
    }

    private static void assertUnclear(StowAnswer answer, String why) {
        assertThat(answer.of("1.2.3")).isInstanceOfSatisfying(Unclear.class, unclear -> assertThat(unclear.why())
                .contains(why));
    }

    @Provide
    Arbitrary<Map<String, Integer>> outcomes() {
        Arbitrary<String> uids = Arbitraries.integers().between(1, 1_000_000).map(number -> "1.2." + number);
        return Arbitraries.maps(uids, Arbitraries.integers().between(0, 0xFFFF)).ofMaxSize(20);
    }

    /** 0 stands for stored. */
    @Property
    void whatAServerWritesIsReadInJsonAndInXml(@ForAll("outcomes") Map<String, Integer> outcomes) {
        List<String> stored = new ArrayList<>();
        Map<String, Integer> failed = new LinkedHashMap<>();
        outcomes.forEach((uid, reason) -> {
            if (reason == 0) {
                stored.add(uid);
            } else {
                failed.put(uid, reason);
            }
        });
        for (String body : List.of(StowServer.json(stored, failed), StowServer.xml(stored, failed))) {
            StowAnswer answer =
                    StowAnswer.read(202, Optional.empty(), body.getBytes(StandardCharsets.UTF_8), outcomes.keySet());

            assertThat(answer.fault()).isEmpty();
            outcomes.forEach((uid, reason) ->
                    assertThat(answer.of(uid)).isEqualTo(reason == 0 ? STORED : new Failed(OptionalInt.of(reason))));
        }
    }

    @Property
    void anAnswerThatIsCutAnywhereStoresNothing(@ForAll @IntRange(max = 99) int percent) {
        for (String whole : List.of(
                StowServer.json(List.of("1.2.3"), Map.of("1.2.4", 272)),
                StowServer.xml(List.of("1.2.3"), Map.of("1.2.4", 272)))) {
            StowAnswer answer = read(200, whole.substring(0, percent * whole.length() / 100));

            assertThat(answer.of("1.2.3")).isInstanceOf(Unclear.class);
            assertThat(answer.of("1.2.4")).isInstanceOf(Unclear.class);
        }
    }

    @Test
    void aWarningIsAStoredInstance() {
        String body = "{\"00081199\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                + "\"00081196\":{\"vr\":\"US\",\"Value\":[45056]}}]}}";
        assertThat(read(202, body).of("1.2.3")).isEqualTo(new Stored(OptionalInt.of(0xB000)));
    }

    @Test
    void aListWithTheDataSetAsItsOnlyItemIsReadToo() {
        assertThat(read(200, "[" + StowServer.json(List.of("1.2.3"), Map.of()) + "]")
                        .of("1.2.3"))
                .isEqualTo(STORED);
    }

    @Test
    void aFailureReasonThatIsNoNumberIsNone() {
        for (String reason : List.of("\"A700\"", "null", "70000", "{}", "-1")) {
            String body = "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
                    + "\"00081197\":{\"vr\":\"US\",\"Value\":[" + reason + "]}}]}}";
            assertThat(read(202, body).of("1.2.3")).isEqualTo(new Failed(OptionalInt.empty()));
        }
    }

    @Test
    void whatIsNotNamedIsUnclear() {
        assertUnclear(read(200, StowServer.json(List.of("1.2.4"), Map.of())), "does not name the instance");
        assertUnclear(read(200, "{}"), "does not name the instance");
        assertUnclear(read(200, StowServer.xml(List.of(), Map.of())), "does not name the instance");
    }

    @Test
    void whatIsNamedBothAsStoredAndAsFailedIsUnclear() {
        assertUnclear(read(202, StowServer.json(List.of("1.2.3"), Map.of("1.2.3", 272))), "both");
        assertUnclear(read(202, StowServer.xml(List.of("1.2.3"), Map.of("1.2.3", 272))), "both");
    }

    @Test
    void whatIsNamedAsStoredUnderAConflictIsUnclear() {
        assertUnclear(read(409, StowServer.json(List.of("1.2.3"), Map.of())), "none is");
        assertThat(read(409, StowServer.json(List.of(), Map.of("1.2.3", 0xA700)))
                        .of("1.2.3"))
                .isEqualTo(new Failed(OptionalInt.of(0xA700)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "Stored.",
                "[]",
                "[{},{}]",
                "{} {}",
                "{\"00081199\":[]}",
                "{\"00081199\":{\"Value\":{}}}",
                "{\"00081199\":{\"Value\":[7]}}",
                "<html><body>1.2.3 stored</body></html>",
                "<NativeDicomModel>",
                "<NativeDicomModel/><NativeDicomModel/>"
            })
    void whatIsNoAnswerIsUnclear(String body) {
        assertUnclear(read(200, body), "cannot be read");
    }

    @Test
    void anEntityIsNeitherExpandedNorFetched() {
        String model = StowServer.xml(List.of("1.2.3"), Map.of());
        String declared = model.replace(
                "<NativeDicomModel",
                "<!DOCTYPE NativeDicomModel [<!ENTITY uid SYSTEM \"file:///etc/hostname\"><!ENTITY in \"1.2.3\">]>"
                        + "<NativeDicomModel");
        assertUnclear(read(200, declared), "cannot be read");
        assertUnclear(read(200, model.replace("1.2.3", "&uid;")), "cannot be read");
    }

    @Test
    void nestingIsNoStackOverflow() {
        assertUnclear(read(200, "{\"00080005\":" + "[".repeat(900_000)), "cannot be read");
        String deep = "<NativeDicomModel>" + "<a>".repeat(200_000) + "</a>".repeat(200_000) + "</NativeDicomModel>";
        assertUnclear(read(200, deep), "");
    }

    @Test
    void ofOtherStatusesThePayloadIsPassedOver() {
        for (int code : List.of(400, 401, 503)) {
            StowAnswer answer = read(code, StowServer.json(List.of("1.2.3"), Map.of()));
            assertUnclear(answer, "does not name");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "120, 120",
        "0, 0",
        "999999999, 86400",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 60",
        "'Sun, 06 Nov 1994 08:00:00 GMT', 0"
    })
    void aServerMayAskForTime(String field, long seconds) {
        Clock clock = Clock.fixed(Instant.parse("1994-11-06T08:48:37Z"), ZoneOffset.UTC);
        assertThat(RetryAfter.read(field, clock)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
    void whatIsNoTimeIsNone(String field) {
        assertThat(RetryAfter.read(field, Clock.systemUTC())).isEmpty();
    }
}

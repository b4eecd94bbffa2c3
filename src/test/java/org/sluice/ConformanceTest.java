package org.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.config.LimitsConfig;
import org.sluice.config.TimeoutsConfig;
import org.sluice.dataset.Uids;
import org.sluice.dataset.Uids.Registered;
import org.sluice.net.ContextChoice;
import org.sluice.net.ProposedContext;
import org.sluice.net.Rejection;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.text.SourceText;

/**
 * The tables of the conformance statement against those of the code. The two annexes of registered UIDs are written anew
 * with {@code -Dupdate.golden=true}; the test fails then.
 */
class ConformanceTest {
    private static final Path STATEMENT = Path.of("docs/conformance.md");
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    /** Under which words 4.2.1.2 has each item of the user information. */
    private static final Map<String, String> USER_ITEMS = Map.of(
            "MaximumLength", "Maximum PDU length offered",
            "ImplementationClassUid", "Implementation class UID",
            "ImplementationVersionName", "Implementation version name",
            "AsynchronousOperationsWindow", "Asynchronous operations",
            "RoleSelection", "Role selection",
            "ExtendedNegotiation", "SOP class extended negotiation",
            "CommonExtendedNegotiation", "SOP class common extended negotiation",
            "UserIdentityRq", "User identity",
            "UserIdentityAc", "User identity",
            "UnknownItem", "Items of unknown type");

    private final String statement = Files.readString(STATEMENT);

    ConformanceTest() throws IOException {}

    @Test
    void everyUserItemHasItsRow() {
        assertThat(Arrays.stream(UserItem.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(USER_ITEMS.keySet());
        assertThat(USER_ITEMS.values()).allSatisfy(row -> assertThat(statement).contains("\n| " + row + " | "));
    }

    @Test
    void theRejectionsAreThoseThatAreUsed() {
        Pattern row = Pattern.compile("\\| ([12]) [a-z]+ \\| ([123]) [^|]+ \\| ([0-9]) ([^|]+) \\|\n");
        assertThat(row.matcher(statement).results().map(ConformanceTest::rejection))
                .containsExactlyInAnyOrderElementsOf(Rejection.NAMED);
    }

    private static Rejection rejection(MatchResult row) {
        Rejection rejection = new Rejection(
                Integer.parseInt(row.group(1)), Integer.parseInt(row.group(2)), Integer.parseInt(row.group(3)));
        assertThat(row.group(4)).isEqualTo(rejection.text());
        return rejection;
    }

    @Test
    void theParametersHaveTheDefaultsOfTheCode() throws Exception {
        Configuration plain = ConfigLoader.parse(new SourceText("plain.yaml", """
                listen:
                  - { port: 11112 }
                routes:
                  - { ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [folder] }
                destinations:
                  folder: { folder: var/archive }
                """));
        Map<String, String> expected = new LinkedHashMap<>(limits(plain.limits()));
        expected.putAll(timeouts(plain.timeouts()));
        Pattern row = Pattern.compile("\\| `((?:limits|timeouts)\\.[a-z-]+)` \\| ([^|]+) \\|\n");
        Map<String, String> found = row.matcher(statement)
                .results()
                .collect(Collectors.toMap(r -> r.group(1), r -> r.group(2), (first, second) -> second, TreeMap::new));
        assertThat(found).isEqualTo(new TreeMap<>(expected));
        assertThat(expected)
                .hasSize(LimitsConfig.class.getRecordComponents().length
                        + TimeoutsConfig.class.getRecordComponents().length);
    }

    private static Map<String, String> limits(LimitsConfig limits) {
        return Map.of(
                "limits.associations", Integer.toString(limits.associations()),
                "limits.associations-per-source", limits.associationsPerSource() + ", half of `limits.associations`",
                "limits.header-size", limits.headerSize() + " bytes",
                "limits.header-memory",
                        "a quarter of the heap, at least " + 4 * limits.headerSize()
                                + " bytes, at most 17/32 of the heap",
                "limits.instance-size", limits.instanceSize() + " bytes",
                "limits.disk-room", limits.diskRoom() + " bytes",
                "limits.max-pdu", limits.maxPdu() + " bytes");
    }

    private static Map<String, String> timeouts(TimeoutsConfig timeouts) {
        return Map.of(
                "timeouts.artim", seconds(timeouts.artim()),
                "timeouts.idle", seconds(timeouts.idle()),
                "timeouts.connect", seconds(timeouts.connect()),
                "timeouts.associate", seconds(timeouts.associate()),
                "timeouts.dimse", seconds(timeouts.dimse()),
                "timeouts.write-stall", seconds(timeouts.writeStall()),
                "timeouts.release", seconds(timeouts.release()),
                "timeouts.shutdown", seconds(timeouts.shutdown()));
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    @Test
    void theAnnexesListWhatIsRegisteredAndTaken() throws IOException {
        List<Registered> classes = new ArrayList<>();
        List<Registered> syntaxes = new ArrayList<>();
        for (Registered uid : Uids.all()) {
            if (uid.type() == Uids.Type.TRANSFER_SYNTAX) {
                syntaxes.add(uid);
            } else if (uid.type() != Uids.Type.OTHER && isTaken(uid.uid())) {
                classes.add(uid);
            }
        }
        String wanted = replaced(
                replaced(statement, "### 8.7", table("SOP class", classes)),
                "### 8.8",
                table("Transfer syntax", syntaxes));
        if (Boolean.getBoolean("update.golden") && !wanted.equals(statement)) {
            Files.writeString(STATEMENT, wanted);
            fail("the annexes were written anew: look at the difference");
        }
        assertThat(statement).isEqualTo(wanted);
    }

    private static boolean isTaken(String sopClass) {
        return ContextChoice.ALL_STORAGE
                .choose(new ProposedContext(1, sopClass, List.of(EXPLICIT)))
                .transferSyntax()
                .isPresent();
    }

    private static String table(String head, List<Registered> uids) {
        return uids.stream()
                .sorted(Comparator.comparing(ConformanceTest::padded))
                .map(uid -> "| " + (uid.retired() ? "*" + uid.name() + "*" : uid.name()) + " | " + uid.uid() + " |\n")
                .collect(Collectors.joining("", "| " + head + " | UID |\n| --- | --- |\n", ""));
    }

    /** So that components are ordered as numbers. */
    private static String padded(Registered uid) {
        return Arrays.stream(uid.uid().split("\\."))
                .map(component -> "0".repeat(Math.max(0, 40 - component.length())) + component)
                .collect(Collectors.joining("."));
    }

    /** The text with another table in a chapter, or with its first. */
    private static String replaced(String text, String chapter, String table) {
        int start = text.indexOf("\n\n", text.indexOf("\n\n", text.indexOf(chapter)) + 2);
        int next = text.indexOf("\n###", start < 0 ? text.length() : start);
        String before = start < 0 ? text.stripTrailing() : text.substring(0, start);
        return before + "\n\n" + table + (next < 0 ? "" : text.substring(next));
    }
}

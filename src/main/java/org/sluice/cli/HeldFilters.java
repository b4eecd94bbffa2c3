package org.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.gateway.control.ControlClient;
import picocli.CommandLine.Option;

/** Which instances of the quarantine are meant. A mixin. */
final class HeldFilters {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,6}) ?(min|h|d)");

    @Option(names = "--study", paramLabel = "UID", description = "Those of the study with this Study Instance UID.")
    private String study = "";

    @Option(names = "--section", paramLabel = "NAME", description = "Those that this %%filter section has flagged.")
    private String section = "";

    @Option(names = "--label", paramLabel = "TEXT", description = "Those that the criteria of this LABEL have flagged.")
    private String label = "";

    @Option(
            names = "--line",
            paramLabel = "[RECIPE:]NUMBER",
            description = "Those that this line of a recipe has flagged, as list shows it: 88 or ct.deid:88.")
    private String line = "";

    @Option(names = "--calling", paramLabel = "AE", description = "Those that this calling AE title has sent.")
    private String calling = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Those received since then: 2026-11-22, 2026-11-22T22:34:20Z, or 90min, 24h or 7d ago.")
    private String since = "";

    @Option(names = "--before", paramLabel = "TIME", description = "Those received before, likewise.")
    private String before = "";

    boolean isEmpty() {
        return List.of(study, section, label, line, calling, since, before).stream()
                .allMatch(String::isEmpty);
    }

    /** A request of the desk for those that are meant. */
    ObjectNode request(String act, String state) {
        return ControlClient.request("quarantine")
                .put("act", act)
                .put("state", state)
                .put("study", study)
                .put("section", section)
                .put("label", label)
                .put("line", line.isEmpty() ? "0" : line)
                .put("callingAe", calling)
                .put("since", instant("--since", since))
                .put("before", instant("--before", before));
    }

    private static String instant(String option, String text) {
        if (text.isEmpty()) {
            return "";
        }
        Matcher age = AGE.matcher(text);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            Duration ago =
                    switch (age.group(2)) {
                        case "min" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            return Instant.now().minus(ago).toString();
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text).toString()
                    : LocalDate.parse(text)
                            .atStartOfDay(ZoneId.systemDefault())
                            .toInstant()
                            .toString();
        } catch (DateTimeException e) {
            throw new UsageFailure(
                    option + ": expected a time such as 2026-11-22, 2026-11-22T22:34:20Z or 7d, found " + text);
        }
    }
}

package org.sluice.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * When a destination is given instances, and how fast.
 *
 * @param hours empty for any time
 * @param bitsPerSecond of data sets, on all ways to it together; empty for as fast as it takes them
 */
public record TrafficConfig(Optional<HoursConfig> hours, Optional<Long> bitsPerSecond) {
    /** At any time, as fast as can be. */
    public static final TrafficConfig ANY = new TrafficConfig(Optional.empty(), Optional.empty());

    private static final Pattern MBIT = Pattern.compile("([0-9]{1,6})(?:\\.([0-9]{1,3}))?");
    private static final long LEAST = 100_000;
    private static final long MOST = 100_000_000_000L;

    static TrafficConfig read(Section section) {
        boolean hasHours = section.has("hours");
        if (section.has("zone") && !hasHours) {
            section.report(section.at("zone"), "zone: expected hours beside it, of which it says where they are meant");
        }
        return new TrafficConfig(
                hasHours ? Optional.of(HoursConfig.read(section)) : Optional.empty(),
                section.find("mbit").map(node -> bitsPerSecond(section, node)));
    }

    /** Exact: a double would not be. */
    private static long bitsPerSecond(Section section, Node node) {
        Matcher written = MBIT.matcher(node instanceof ScalarNode scalar ? scalar.getValue() : "");
        if (written.matches()) {
            String thousandths = written.group(2) == null ? "" : written.group(2);
            long bits = Long.parseLong(written.group(1) + (thousandths + "000").substring(0, 3)) * 1000;
            if (bits >= LEAST && bits <= MOST) {
                return bits;
            }
        }
        section.report(
                node,
                "mbit: expected a number of Mbit/s from 0.1 to 100000, such as 20, found " + Section.describe(node));
        return MOST;
    }
}

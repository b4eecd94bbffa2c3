package org.sluice.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a node says at {@code /metrics}, in the Prometheus text format. */
record Scrape(String text) {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** The value of a sample by its name and labels as they stand there. */
    double value(String sample) {
        return text.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample " + sample + " in\n" + text));
    }

    /** The samples, one a line, whose names begin so. */
    List<String> samples(String beginning) {
        return text.lines().filter(line -> line.startsWith(beginning)).toList();
    }

    /** The types of the families whose names begin so, by name. */
    Map<String, String> types(String beginning) {
        Map<String, String> types = new TreeMap<>();
        text.lines()
                .filter(line -> line.startsWith("# TYPE " + beginning))
                .map(line -> line.split(" "))
                .forEach(words -> types.put(words[2], words[3]));
        return types;
    }

    /** The help text of a family. */
    String help(String family) {
        return text.lines()
                .filter(line -> line.startsWith("# HELP " + family + " "))
                .map(line -> line.substring(("# HELP " + family + " ").length()))
                .findFirst()
                .orElse("");
    }

    /** The names of the labels of a family's samples, without the bounds of buckets. */
    Set<String> labels(String family) {
        Set<String> names = new TreeSet<>();
        for (String suffix : Arrays.asList("", "_count")) {
            for (String sample : samples(family + suffix)) {
                var parts = SAMPLE.matcher(sample);
                if (parts.matches() && parts.group(1).equals(family + suffix) && parts.group(2) != null) {
                    LABEL.matcher(parts.group(2))
                            .results()
                            .map((MatchResult label) -> label.group(1))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }
}

package org.sluice.monitoring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard that is shipped, as its file has it. */
final class Dashboard {
    static final Path FILE = Path.of("docker/grafana/dashboards/sluice.json");
    static final Tree TREE = Tree.of(FILE);

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    private Dashboard() {}

    /**
     * What Prometheus is asked.
     *
     * @param where the panel's title and the query's letter, or what else asks
     */
    record Query(String where, String expression) {
        /** With Grafana's variables replaced: for one node, and all that it has. */
        String of(String node) {
            return expression
                    .replace("$node", node)
                    .replace("$route", ".+")
                    .replace("$destination", ".+")
                    .replace("$__rate_interval", "10s");
        }
    }

    /** All panels but the headings of rows. */
    static List<Tree> panels() {
        return TREE.all("panels").stream()
                .filter(panel -> !panel.text("type").equals("row"))
                .toList();
    }

    static List<Tree> variables() {
        return TREE.at("templating").all("list");
    }

    /** Every query: of panels, annotations and variables. */
    static List<Query> queries() {
        List<Query> all = new ArrayList<>();
        for (Tree panel : panels()) {
            for (Tree target : panel.all("targets")) {
                all.add(new Query(panel.text("title") + " " + target.text("refId"), target.text("expr")));
            }
        }
        for (Tree annotation : TREE.at("annotations").all("list")) {
            all.add(new Query("annotation " + annotation.text("name"), annotation.text("expr")));
        }
        for (Tree variable : variables()) {
            if (variable.text("type").equals("query")) {
                all.add(new Query("variable " + variable.text("name"), values(variable.text("definition"))));
            }
        }
        return all;
    }

    /** The query with this title and letter. */
    static Query query(String where) {
        return queries().stream()
                .filter(query -> query.where().equals(where))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no query " + where));
    }

    private static String values(String definition) {
        Matcher values = LABEL_VALUES.matcher(definition);
        if (!values.matches()) {
            throw new AssertionError("no label_values: " + definition);
        }
        return "group by (" + values.group(2) + ") (" + values.group(1) + ")";
    }
}

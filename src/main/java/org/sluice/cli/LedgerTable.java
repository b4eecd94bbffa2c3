package org.sluice.cli;

import java.util.ArrayList;
import java.util.List;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.LedgerView.Sum;

/** Sums of the ledger as a table for people: a heading, a line for each, and a line with all of them. */
final class LedgerTable {
    private static final int TEXTS = 3;
    private static final List<InstanceState> ORDER = List.of(
            InstanceState.DELIVERED,
            InstanceState.QUARANTINED,
            InstanceState.REFUSED,
            InstanceState.WAITING,
            InstanceState.HELD,
            InstanceState.REJECTED,
            InstanceState.DROPPED);

    private LedgerTable() {}

    static List<String> of(List<Sum> sums) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("route", "from", "to", "received"));
        ORDER.forEach(fate -> heading.add(fate.word()));
        rows.add(heading);
        for (Sum sum : sums) {
            List<String> row = new ArrayList<>(
                    List.of(sum.route(), sum.callingAe(), sum.destination(), Long.toString(sum.received())));
            ORDER.forEach(fate -> row.add(Long.toString(sum.count(fate))));
            rows.add(row);
        }
        if (sums.size() > 1) {
            List<String> all = new ArrayList<>(List.of("all", "", ""));
            all.add(Long.toString(sums.stream().mapToLong(Sum::received).sum()));
            ORDER.forEach(fate -> all.add(Long.toString(
                    sums.stream().mapToLong(sum -> sum.count(fate)).sum())));
            rows.add(all);
        }
        return lines(rows);
    }

    private static List<String> lines(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : "  ").append(i < TEXTS ? row.get(i) + padding : padding + row.get(i));
        }
        return line.toString();
    }
}

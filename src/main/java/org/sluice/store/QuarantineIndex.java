package org.sluice.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * What a list shows of each instance, so that it need not open a JSON file for each: one file for each day, with a row for each
 * entry. It only saves time. What is there, the folders say; a row that is missing is made of the JSON file, and all of it may
 * be deleted at any time. Rows outlive the moves of their instances, since names stay. Thread-safe.
 *
 * <pre>
 *   .index/2026-11-22.tsv      1.2.3/1.2.3.4.dcm  2026-11-22T22:34:20Z  CT_ROOM1  1.2.3  1.2.3.4  flagged  …
 * </pre>
 */
final class QuarantineIndex {
    private static final Log LOG = Log.of(QuarantineIndex.class);
    private static final int COLUMNS = 13;
    private static final int KIND = 5;

    private final Disk disk;
    private final Path folder;

    /** Makes nothing before the first row. */
    QuarantineIndex(Disk disk, Path root) {
        this.disk = disk;
        this.folder = root.resolve(".index");
    }

    /** Adds the row of an entry that has just come. Nothing is lost when the disk does not take it. */
    void add(String file, QuarantineEntry entry) {
        append(file.substring(0, QuarantineFolders.DAY_LENGTH), row(HeldItem.of(file, QuarantineState.WAITING, entry)));
    }

    private synchronized void append(String day, String rows) {
        try {
            Path path = path(day);
            disk.createDirectory(folder);
            try (Disk.OutputFile out = disk.append(path)) {
                out.write(ByteBuffer.wrap(rows.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            LOG.debug("Quarantine: the index of {} gets no rows now: {}", day, e);
        }
    }

    private Path path(String day) {
        return folder.resolve(day.replace('/', '-') + ".tsv");
    }

    /**
     * The entries of a day, in any order.
     *
     * @param states by the names of those that are there
     * @param entries where those are read that have no row yet
     */
    List<HeldItem> items(String day, Map<String, QuarantineState> states, Entries entries) throws IOException {
        Map<String, HeldItem> items = new HashMap<>(2 * states.size());
        Map<String, String> texts = new HashMap<>();
        try (BufferedReader rows = ReviewLog.readerOf(path(day))) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String file = day + "/" + row.substring(0, Math.max(0, row.indexOf('\t')));
                QuarantineState state = states.get(file);
                Optional<HeldItem> item = state == null ? Optional.empty() : item(file, state, row, texts);
                item.ifPresent(one -> items.put(file, one)); // the last row counts: a name may come again after a purge
            }
        } catch (NoSuchFileException none) {
            LOG.debug("Quarantine: {} has no index yet", day);
        }
        if (items.size() < states.size()) {
            addMissing(day, states, entries, items);
        }
        return new ArrayList<>(items.values());
    }

    /**
     * The names of those of a day that are kept as they came and wait for nobody, with the folder of their study, as far as they
     * have rows: whoever lists the day gives them to those that have none.
     */
    Set<String> originals(String day) throws IOException {
        Set<String> originals = new HashSet<>();
        String cell = "\t" + QuarantineEntry.Kind.ORIGINAL.word() + "\t";
        try (BufferedReader rows = ReviewLog.readerOf(path(day))) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                int end = row.indexOf('\t');
                if (end > 0 && row.contains(cell) && isOf(row.split("\t", -1), cell.strip())) {
                    originals.add(row.substring(0, end));
                } else if (end > 0) {
                    originals.remove(row.substring(0, end));
                }
            }
        } catch (NoSuchFileException none) {
            LOG.debug("Quarantine: {} has no index yet", day);
        }
        return originals;
    }

    private static boolean isOf(String[] cells, String kind) {
        return cells.length == COLUMNS && cells[KIND].equals(kind);
    }

    /** Reads an entry; empty when it cannot be read, or has gone. */
    interface Entries {
        Optional<QuarantineEntry> of(String file, QuarantineState state);
    }

    private void addMissing(
            String day, Map<String, QuarantineState> states, Entries entries, Map<String, HeldItem> items) {
        StringBuilder rows = new StringBuilder("\n"); // what stands there may have been cut by a crash
        states.forEach((file, state) -> {
            if (!items.containsKey(file)) {
                entries.of(file, state).ifPresent(entry -> {
                    HeldItem item = HeldItem.of(file, state, entry);
                    items.put(file, item);
                    rows.append(row(item));
                });
            }
        });
        if (rows.length() > 1) {
            append(day, rows.toString());
        }
    }

    private static String row(HeldItem item) {
        return List.of(
                        item.file().substring(QuarantineFolders.DAY_LENGTH + 1),
                        item.receivedAt().toString(),
                        item.callingAe(),
                        item.studyUid(),
                        item.sopUid(),
                        item.kind(),
                        item.section(),
                        item.label(),
                        item.reason(),
                        Integer.toString(item.recipeLine()),
                        item.recipe(),
                        Boolean.toString(item.caughtByOthers()),
                        String.join(",", item.destinations()))
                .stream()
                .map(OneLine::of) // it stays as it is, for all of it has come through there: no tab is in it
                .collect(Collectors.joining("\t", "", "\n"));
    }

    /** @param texts those that many rows have, once each */
    private static Optional<HeldItem> item(String file, QuarantineState state, String row, Map<String, String> texts) {
        String[] cells = row.split("\t", -1);
        if (cells.length != COLUMNS) {
            return Optional.empty();
        }
        for (int i : new int[] {2, 3, 5, 6, 7, 8, 10}) {
            cells[i] = once(cells[i], texts);
        }
        try {
            return Optional.of(new HeldItem(
                    file,
                    state.with(cells[KIND]),
                    Instant.parse(cells[1]),
                    cells[2],
                    cells[3],
                    cells[4],
                    cells[5],
                    cells[6],
                    cells[7],
                    cells[8],
                    Integer.parseInt(cells[9]),
                    cells[10],
                    Boolean.parseBoolean(cells[11]),
                    cells[12].isEmpty() ? List.of() : Arrays.asList(cells[12].split(",", -1))));
        } catch (DateTimeException | NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    private static String once(String text, Map<String, String> texts) {
        @Nullable String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}

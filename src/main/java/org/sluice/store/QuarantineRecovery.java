package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.text.Log;

/**
 * What is done once, at open, so that files and log agree again. Only the days that a crash can have left unfinished
 * are looked at: those from two days before the last row of the log on.
 */
final class QuarantineRecovery {

    /**
     * What was found.
     *
     * @param removed half-received instances
     * @param logged instances whose rows were missing
     */
    record Result(int removed, int logged) {}

    private static final Log LOG = Log.of(QuarantineRecovery.class);
    private static final int DAYS_BEFORE_LAST_ROW = 2;

    private final Disk disk;
    private final QuarantineFolders folders;
    private final QuarantineMoves moves;
    private final Path reasons;
    private final ReasonLog log;

    QuarantineRecovery(Disk disk, QuarantineFolders folders, QuarantineMoves moves, Path reasons, ReasonLog log) {
        this.disk = disk;
        this.folders = folders;
        this.moves = moves;
        this.reasons = reasons;
        this.log = log;
    }

    Result recover(Path incoming) throws IOException {
        int removed = 0;
        try (var files = Files.list(incoming)) {
            removed = (int)
                    files.filter(file -> file.toString().endsWith(".part")).count();
        }
        Directories.empty(disk, incoming);
        String last = ReasonLog.lastFile(reasons);
        Optional<LocalDate> first = firstDay(last);
        String firstDay = first.map(QuarantineFolders::dayFolder).orElse("");
        Instant since =
                first.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()).orElse(Instant.EPOCH);
        Map<String, Integer> rows = new HashMap<>();
        ReasonLog.forEachFile(reasons, since, file -> {
            if (file.compareTo(firstDay) >= 0) {
                rows.merge(file, 1, Integer::sum);
            }
        });
        int logged = 0;
        for (String day : folders.days()) {
            if (day.compareTo(firstDay) >= 0) {
                removeOrphans(day);
                logged += addMissingRows(day, rows, last);
            }
        }
        return new Result(removed, logged);
    }

    /** An instance whose JSON file stands alone was never committed, or is half way to where its review put it. */
    private void removeOrphans(String day) throws IOException {
        for (String json : folders.files(day, ".json").keySet()) {
            String file = json.substring(0, json.length() - ".json".length()) + ".dcm";
            if (Files.exists(folders.path(file))) {
                continue;
            }
            Optional<QuarantineState> state = moves.stateOf(file);
            if (state.isPresent()) {
                moves.moveJson(file, QuarantineState.WAITING, state.get());
            } else {
                disk.delete(folders.path(json));
            }
        }
    }

    private int addMissingRows(String day, Map<String, Integer> rows, String lastLogged) throws IOException {
        int logged = 0;
        for (String file : folders.files(day, ".dcm").keySet()) {
            int found = rows.getOrDefault(file, 0);
            if (found > 0 && !file.equals(lastLogged)) {
                continue; // rows of one entry are written together: only the last entry's can be incomplete
            }
            Optional<QuarantinedInstance> instance = folders.find(file);
            if (instance.isEmpty()) {
                LOG.warn("Quarantine: {} has no entry beside it; it is left alone", file);
                continue;
            }
            List<String> wanted = ReasonLog.rows(file, instance.get().entry());
            if (found < wanted.size()) {
                log.append(wanted.subList(found, wanted.size()));
                log.sync();
                logged++;
            }
        }
        return logged;
    }

    /** From which day on files and rows are compared; empty when no row says so. */
    private static Optional<LocalDate> firstDay(String lastLogged) {
        try {
            LocalDate day = LocalDate.parse(lastLogged.substring(0, 10).replace('/', '-'));
            return Optional.of(day.minusDays(DAYS_BEFORE_LAST_ROW));
        } catch (DateTimeParseException | StringIndexOutOfBoundsException noRows) {
            return Optional.empty();
        }
    }
}

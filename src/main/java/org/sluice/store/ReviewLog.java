package org.sluice.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sluice.text.OneLine;

/**
 * The record of what people have done with instances in the quarantine: a file that is only appended to, tab-separated, for its
 * owner alone. Whatever is in a column is escaped as in {@link ReasonLog}. Thread-safe.
 *
 * <pre>
 * dicom_file                    decision  decided_by  decided_at            reason           destinations
 * 2026/11-22/1.2.3/1.2.3.4.dcm  released  jdoe        2026-11-22T22:34:20Z  seen by Dr. Roe  archive
 * </pre>
 */
final class ReviewLog {
    private static final String HEADER = "dicom_file\tdecision\tdecided_by\tdecided_at\treason\tdestinations\n";
    private static final int LEAST_COLUMNS = 4;

    private final Disk disk;
    private final Path path;

    /** One row; of those that earlier releases have written, reason and destinations are empty. */
    record Row(String file, String decision, String by, String at, String reason, String destinations) {}

    /** Makes nothing before the first row; removes what a crash has left of a row that was never complete. */
    ReviewLog(Disk disk, Path path) throws IOException {
        this.disk = disk;
        this.path = path;
        if (Files.exists(path)) {
            try (Disk.OutputFile file = disk.append(path)) {
                long end = ReasonLog.endOfLastLine(path);
                if (end < file.length()) {
                    file.truncate(end);
                    file.force();
                }
            }
        }
    }

    /** Appends a row; it is on the disk when this returns. */
    synchronized void note(String file, String decision, QuarantineReview.Act act) throws IOException {
        boolean begins = !Files.exists(path) || Files.size(path) == 0;
        String row = List.of(
                        file,
                        decision,
                        act.user(),
                        Instant.now().toString(),
                        act.reason(),
                        String.join(", ", act.destinations()))
                .stream()
                .map(OneLine::cell)
                .collect(Collectors.joining("\t", begins ? HEADER : "", "\n"));
        try (Disk.OutputFile out = disk.append(path)) {
            out.write(ByteBuffer.wrap(row.getBytes(StandardCharsets.UTF_8)));
            out.force();
        }
        if (begins) {
            disk.syncDirectory(path.toAbsolutePath().resolveSibling(""));
        }
    }

    /** Every row, the oldest first. */
    void forEach(Consumer<Row> each) throws IOException {
        try (BufferedReader lines = readerOf(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                if (cells.length >= LEAST_COLUMNS && !HEADER.startsWith(cells[0] + "\t")) {
                    each.accept(new Row(
                            cells[0], cells[1], cells[2], cells[3], cell(cells, LEAST_COLUMNS), cell(cells, 5)));
                }
            }
        } catch (NoSuchFileException nobodyHasDecided) {
            return;
        }
    }

    /** Bytes that are no text are shown as such, and are in nobody's way. */
    static BufferedReader readerOf(Path path) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
    }

    private static String cell(String[] cells, int column) {
        return column < cells.length ? cells[column] : "";
    }

    /** The file of the last row; empty when there is none. */
    String lastFile() throws IOException {
        String[] last = {""};
        forEach(row -> last[0] = row.file());
        return last[0];
    }
}

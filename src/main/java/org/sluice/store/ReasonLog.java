package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sluice.text.OneLine;

/**
 * The append-only log of reasons. Tab-separated, one row per match; the first four columns are those of
 * {@code deid inspect}.
 *
 * <pre>
 * dicom_file                    pixels_flagged  flag_list        reason                  received_at  …  recipe_line
 * 2026/11-22/1.2.3/1.2.3.4.dcm  FLAGGED         dangerouscookie  PatientSex contains M   2026-11-22T… …  6
 * 2026/11-22/1.2.3/1.2.3.5.dcm  FAILED          variable-without-value  var:id has no …  2026-11-22T… …
 * </pre>
 *
 * <p>A backslash, a tab, a line end and every other control character within a column is written as a backslash and
 * {@code \}, {@code t}, {@code n}, {@code r} or {@code u} with four hexadecimal digits. Any number of threads.
 */
final class ReasonLog implements Closeable {

    private static final String HEADER =
            "dicom_file\tpixels_flagged\tflag_list\treason\treceived_at\tcalling_ae\tcalled_ae\tstudy_uid"
                    + "\tseries_uid\tsop_uid\trecipe_sha256\trecipe_line\n";

    private final Disk.OutputFile file;
    private final GroupSync sync;
    private final ReentrantLock lock = new ReentrantLock(); // guards length and the order of rows
    private long length;

    /** Opens the log, or begins it, and removes what a crash has left of a line that was never complete. */
    ReasonLog(Disk disk, Path path) throws IOException {
        file = disk.append(path);
        sync = new GroupSync(file::force);
        try {
            length = endOfLastLine(path);
            file.truncate(length);
            if (length == 0) {
                write(HEADER);
            }
            file.force();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Appends the rows of an entry, together; they are on the disk after the next {@link #sync}.
     *
     * @throws IOException when the disk is full or failing; then none of them is in the log
     */
    void append(List<String> rows) throws IOException {
        lock.lock();
        try {
            write(String.join("", rows));
        } finally {
            lock.unlock();
        }
    }

    /** Returns when all rows appended before are on the disk. */
    void sync() throws IOException {
        sync.sync();
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.truncate(length); // half a row may be left of a write that failed
        file.write(ByteBuffer.wrap(bytes));
        length += bytes.length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The rows of an entry, each with its line end: one for each match, before them one for a failure. */
    static List<String> rows(String dicomFile, QuarantineEntry entry) {
        List<String> rows = new ArrayList<>();
        if (entry.kind() != QuarantineEntry.Kind.FLAGGED) {
            rows.add(row(entry, dicomFile, "FAILED", entry.kind().word(), entry.detail(), ""));
        }
        for (FilterMatch match : entry.matches()) {
            String line = Integer.toString(match.recipeLine());
            rows.add(row(entry, dicomFile, "FLAGGED", match.section(), match.reason(), line));
        }
        return rows;
    }

    private static String row(
            QuarantineEntry entry, String dicomFile, String flagged, String list, String reason, String recipeLine) {
        Origin origin = entry.origin();
        QuarantineEntry.Identity identity = entry.identity();
        List<String> columns = List.of(
                dicomFile,
                flagged,
                list,
                reason,
                origin.receivedAt().toString(),
                origin.callingAe(),
                origin.calledAe(),
                UidText.validOrEmpty(identity.studyUid()),
                UidText.validOrEmpty(identity.seriesUid()),
                UidText.validOrEmpty(identity.sopUid()),
                entry.recipe().sha256(),
                recipeLine);
        return String.join("\t", columns.stream().map(OneLine::cell).toList()) + "\n";
    }

    /** Where the last complete line ends. */
    private static long endOfLastLine(Path path) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(path.toFile(), "r")) {
            byte[] block = new byte[4096];
            long end = log.length();
            while (end > 0) {
                int size = (int) Math.min(block.length, end);
                log.seek(end - size);
                log.readFully(block, 0, size);
                for (int i = size - 1; i >= 0; i--) {
                    if (block[i] == '\n') {
                        return end - size + i + 1;
                    }
                }
                end -= size;
            }
            return 0;
        }
    }

    /** The first column of every row, in the order of the log. */
    static void forEachFile(Path path, Consumer<String> file) throws IOException {
        try (var lines = Files.lines(path, StandardCharsets.UTF_8)) {
            lines.skip(1)
                    .map(line -> line.substring(0, Math.max(0, line.indexOf('\t'))))
                    .forEach(file);
        }
    }
}

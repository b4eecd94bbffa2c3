package org.sluice.store;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Log;
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
 *
 * <p>Somebody may move the log away, or delete it, at any time: the next rows begin a new one. {@link #forEachFile} looks into
 * those that were moved aside, too.
 */
final class ReasonLog implements Closeable {

    private static final Log LOG = Log.of(ReasonLog.class);
    private static final String HEADER =
            "dicom_file\tpixels_flagged\tflag_list\treason\treceived_at\tcalling_ae\tcalled_ae\tstudy_uid"
                    + "\tseries_uid\tsop_uid\trecipe_sha256\trecipe_line\n";

    /** A log that was moved aside, and when it was last written. */
    private record Aside(Path path, Instant written) {}

    private final Disk disk;
    private final Path path;
    private final GroupSync sync = new GroupSync(this::force);
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows, and the order of rows
    private Disk.OutputFile file;
    private long length;
    /** What the file system knows the file by, however it is called; null where it cannot tell. */
    private @Nullable Object identity;
    /** The one before the last move. It is closed late, for another thread may be forcing it to disk. */
    private Disk.@Nullable OutputFile replaced;

    /** Opens the log, or begins it, and removes what a crash has left of a line that was never complete. */
    ReasonLog(Disk disk, Path path) throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = disk.append(path);
        try {
            begin();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        identity = identity();
        length = endOfLastLine(path);
        file.truncate(length);
        if (length == 0) {
            write(HEADER);
        }
        file.force();
    }

    private @Nullable Object identity() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return "no file";
        }
    }

    /**
     * Begins a new file if the one that is written to has gone from its place; what was written there is on the disk then. One
     * that somebody has emptied, or cut, begins anew where it ends.
     */
    private void beginAnewIfMoved() throws IOException {
        boolean moved = !Objects.equals(identity(), identity);
        if (moved) {
            file.force();
            Disk.OutputFile next = disk.append(path);
            Disk.OutputFile before = replaced;
            replaced = file;
            file = next;
            if (before != null) {
                before.close();
            }
        }
        if (moved || file.length() < length) {
            LOG.info("{} was moved, deleted or cut; a new one begins", path);
            begin();
            disk.syncDirectory(Objects.requireNonNull(path.getParent()));
        }
    }

    private void force() throws IOException {
        Disk.OutputFile current;
        lock.lock();
        try {
            current = file;
        } finally {
            lock.unlock();
        }
        current.force();
    }

    /**
     * Appends the rows of an entry, together; they are on the disk after the next {@link #sync}.
     *
     * @throws IOException when the disk is full or failing; then none of them is in the log
     */
    void append(List<String> rows) throws IOException {
        lock.lock();
        try {
            beginAnewIfMoved();
            write((length == 0 ? HEADER : "") + String.join("", rows));
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
        lock.lock();
        try {
            if (replaced != null) {
                replaced.close();
            }
        } finally {
            file.close();
            lock.unlock();
        }
    }

    /** The rows of an entry, each with its line end: one for each match, before them one for a failure. */
    static List<String> rows(String dicomFile, QuarantineEntry entry) {
        List<String> rows = new ArrayList<>();
        if (entry.kind() != QuarantineEntry.Kind.FLAGGED) {
            String what = entry.kind() == QuarantineEntry.Kind.ORIGINAL ? "SCRUBBED" : "FAILED";
            rows.add(row(entry, dicomFile, what, entry.kind().word(), entry.detail(), ""));
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
                destinations(entry) + reason,
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

    /** For whom the reason holds, where it does not for all. */
    private static String destinations(QuarantineEntry entry) {
        return entry.destinations().isEmpty() ? "" : "for " + String.join(", ", entry.destinations()) + ": ";
    }

    /** Where the last complete line ends. */
    static long endOfLastLine(Path path) throws IOException {
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

    /** The first column of the last row that was written: of the log, or of the newest that was moved aside; empty for none. */
    static String lastFile(Path path) throws IOException {
        String[] last = {""};
        readFiles(path, file -> last[0] = file);
        List<Path> aside = aside(path, Instant.EPOCH);
        for (int i = aside.size() - 1; i >= 0 && last[0].isEmpty(); i--) {
            readAside(aside.get(i), file -> last[0] = file);
        }
        return last[0];
    }

    /**
     * The first column of every row, the oldest first: of the log, and of those that were moved aside and lie in the same folder
     * under a name that begins as the log's does ({@code reasons.tsv.1}, {@code reasons.tsv-20261130.gz}).
     *
     * @param since logs aside that were last written before are left out
     */
    static void forEachFile(Path path, Instant since, Consumer<String> file) throws IOException {
        for (Path one : aside(path, since)) {
            readAside(one, file);
        }
        readFiles(path, file);
    }

    /** Somebody else may have put it there: it is not in the way of a start. */
    private static void readAside(Path path, Consumer<String> file) {
        try {
            readFiles(path, file);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} cannot be read; entries of the last days may get their rows twice: {}", path, e);
        }
    }

    private static List<Path> aside(Path path, Instant since) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(path.getFileName().toString()) + "[.-].+");
        List<Aside> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(path.getParent()))) {
            for (Path one : (Iterable<Path>) files::iterator) {
                boolean isOne = name.matcher(one.getFileName().toString()).matches();
                if (isOne && Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(new Aside(one, Files.getLastModifiedTime(one).toInstant()));
                }
            }
        }
        return found.stream()
                .filter(one -> !one.written().isBefore(since))
                .sorted(Comparator.comparing(Aside::written))
                .map(Aside::path)
                .toList();
    }

    private static void readFiles(Path path, Consumer<String> file) throws IOException {
        boolean compressed = path.toString().endsWith(".gz");
        try (InputStream bytes = Files.newInputStream(path);
                InputStream plain = compressed ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !HEADER.startsWith(line))
                    .map(line -> line.substring(0, Math.max(0, line.indexOf('\t'))))
                    .forEach(file);
        }
    }
}

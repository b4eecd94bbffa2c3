package org.sluice.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * What people have done with a node, who has come to its door, and when it began and ended: files that are only appended to, for
 * their owner alone, one JSON object a line. Entries are numbered from 1, and a file is named after its first. When a file is full
 * another is begun; those that nobody has written to for long are deleted. Any thread; one process.
 *
 * <pre>
 * audit/000000000001.jsonl   {"n":1,"at":"2026-11-22T22:34:20Z","event":"release","by":"rita","from":"10.0.0.7",…}
 * </pre>
 */
public final class AuditTrail {
    private static final Log LOG = Log.of(AuditTrail.class);
    private static final long FULL = 4 << 20;
    private static final int LONGEST = 64 << 10;

    private final Disk disk;
    private final AuditFiles files;
    private final Duration keep;
    private final Clock clock;
    private final Path folder;

    /** Guarded by this, as all below. */
    private Path current;

    /** Where the last entry ends; what stands behind was never complete. */
    private long end;

    private long number;

    /**
     * Opens it, and cuts off what a crash has left of an entry that was never complete.
     *
     * @param folder which is made with the first entry
     * @param keep how long a file is kept after its last entry
     */
    public static AuditTrail open(Path folder, Duration keep) throws IOException {
        return new AuditTrail(new RealDisk(), folder, keep, Clock.systemUTC());
    }

    AuditTrail(Disk disk, Path folder, Duration keep, Clock clock) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.files = new AuditFiles(folder);
        this.keep = keep;
        this.clock = clock;
        List<Path> all = files.all();
        this.current = all.isEmpty() ? files.file(1) : all.get(all.size() - 1);
        this.number = AuditFiles.first(current) - 1;
        if (!all.isEmpty()) {
            this.end = ReasonLog.endOfLastLine(current);
            cut();
            try (BufferedReader lines = ReviewLog.readerOf(current)) {
                this.number += lines.lines().count();
            }
            deleteOld();
        }
    }

    private void cut() throws IOException {
        long length = Files.size(current);
        if (length > end) {
            LOG.warn(
                    "{}: {} of an entry that was never complete are cut off",
                    current,
                    OneLine.count(length - end, "byte"));
            try (Disk.OutputFile file = disk.append(current)) {
                file.truncate(end);
                file.force();
            }
        }
    }

    /**
     * Adds an entry, with its number and the time; it is on the disk when this returns.
     *
     * @param entry without {@code n} and {@code at}
     * @return its number
     * @throws IOException when it cannot be written; then it is not there
     */
    public synchronized long append(ObjectNode entry) throws IOException {
        byte[] line = line(entry);
        if (end > 0 && end + line.length > FULL) {
            current = files.file(number + 1);
            end = 0;
            deleteOld();
        }
        boolean begins = !Files.exists(current);
        if (begins && !Files.isDirectory(folder)) {
            Directories.create(disk, folder);
        }
        try (Disk.OutputFile file = disk.append(current)) {
            if (file.length() > end) {
                file.truncate(end);
            }
            file.write(ByteBuffer.wrap(line));
            file.force();
            end = file.length();
        }
        if (begins) {
            disk.syncDirectory(folder);
        }
        return ++number;
    }

    private byte[] line(ObjectNode entry) throws IOException {
        ObjectNode whole = StoreJson.object();
        whole.put("n", number + 1).put("at", clock.instant().toString());
        whole.setAll(entry);
        byte[] json = StoreJson.bytes(whole);
        if (json.length >= LONGEST) {
            throw new IOException("an entry of the audit is longer than " + LONGEST + " bytes: name fewer at once");
        }
        return ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').array();
    }

    private void deleteOld() {
        Instant oldest = clock.instant().minus(keep);
        try {
            for (Path file : files.all()) {
                if (!file.equals(current)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    disk.delete(file);
                    LOG.info("{}: its entries are older than audit.keep, and deleted", file);
                }
            }
        } catch (IOException e) {
            LOG.warn("old files of the audit cannot be deleted: {}", e);
        }
    }

    /** Those that have been added, for whoever reads. */
    public AuditFiles files() {
        return files;
    }
}

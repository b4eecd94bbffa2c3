package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.sluice.text.OneLine;

/**
 * The record of what people have dropped: a file that is only appended to, tab-separated, for its owner alone. Whatever is in a
 * column is escaped as in the log of reasons. One thread at a time.
 *
 * <pre>
 * dropped_at            user   id          sop_uid  received_uid  route   reason
 * 2026-11-30T09:00:00Z  alice  archive/42  1.2.3.4  1.2.3.4       SLUICE  a test image
 * </pre>
 */
public final class DropRecord {
    private static final String HEADER = "dropped_at\tuser\tid\tsop_uid\treceived_uid\troute\treason\n";

    private static final int COLUMNS = 7;
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

    private final Disk disk = new RealDisk();
    private final Path path;
    private final AtomicLong count = new AtomicLong();

    /**
     * A row.
     *
     * @param at when it was dropped
     * @param destination of whose queue
     * @param receivedUid under which it was received; {@code -} when that could not be read
     */
    public record Row(Instant at, String destination, String receivedUid) {}

    /** Nothing is made before the first row. */
    public DropRecord(Path path) {
        this.path = path;
    }

    /** How many were noted since this was made. Any thread. */
    public long count() {
        return count.get();
    }

    /** Notes that an instance is about to be dropped. Returns when that is on the disk. */
    public void note(String user, String id, String sopUid, String receivedUid, String route, String reason)
            throws IOException {
        boolean begins = !Files.exists(path) || Files.size(path) == 0;
        String row = List.of(Instant.now().toString(), user, id, sopUid, receivedUid, route, reason).stream()
                .map(OneLine::cell)
                .collect(Collectors.joining("\t", begins ? HEADER : "", "\n"));
        try (Disk.OutputFile file = disk.append(path)) {
            file.write(ByteBuffer.wrap(row.getBytes(StandardCharsets.UTF_8)));
            file.force();
        }
        count.incrementAndGet();
        if (begins) {
            disk.syncDirectory(path.toAbsolutePath().resolveSibling(""));
        }
    }

    /** All rows; none when nothing was ever dropped. Those that somebody has written otherwise are left out. */
    public List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        if (Files.exists(path)) {
            for (String line : Files.readAllLines(path)) {
                String[] cells = line.split("\t", -1);
                if (cells.length == COLUMNS && cells[0].matches(TIME)) {
                    rows.add(new Row(Instant.parse(cells[0]), cells[2].replaceFirst("/[0-9]+$", ""), cells[4]));
                }
            }
        }
        return rows;
    }
}

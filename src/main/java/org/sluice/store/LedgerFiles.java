package org.sluice.store;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sluice.text.Log;

/**
 * The files of the ledger: numbered, appended to one after the other, each only by the run that has begun it, and
 * removed when they are older than what is to be remembered. Not thread-safe but for {@link #sync}.
 */
final class LedgerFiles implements Closeable {

    private static final Log LOG = Log.of(LedgerFiles.class);
    private static final long LONGEST_FILE = 8 << 20;

    private final Disk disk;
    private final Path directory;
    private final Deque<Path> finished = new ArrayDeque<>();
    private final GroupSync sync = new GroupSync(this::force);
    private long number;
    private volatile Disk.OutputFile file;
    private long length;

    /** Opens the directory, which must exist, tells what its files say, and begins a new one. */
    LedgerFiles(Disk disk, Path directory, Consumer<LedgerLine> reader) throws IOException {
        this.disk = disk;
        this.directory = directory;
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(path -> path.getFileName().toString().matches("[0-9]{10}\\.log"))
                    .sorted()
                    .forEach(finished::add);
        }
        for (Path path : finished) {
            read(path, reader);
        }
        Path last = finished.peekLast();
        number = last == null ? 0 : Long.parseLong(last.getFileName().toString().substring(0, 10));
        file = begin();
    }

    private static void read(Path path, Consumer<LedgerLine> reader) throws IOException {
        int damaged = 0;
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                Optional<LedgerLine> line = LedgerLine.read(text);
                line.ifPresent(reader);
                damaged += line.isPresent() ? 0 : 1;
            }
        }
        if (damaged > 0) {
            LOG.warn("Ledger of commitments: {} damaged lines in {} are left out", damaged, path.getFileName());
        }
    }

    private Disk.OutputFile begin() throws IOException {
        number++;
        Path path = directory.resolve("%010d.log".formatted(number));
        Disk.OutputFile begun = disk.create(path);
        boolean durable = false;
        try {
            disk.syncDirectory(directory);
            finished.add(path);
            durable = true;
            return begun;
        } finally {
            if (!durable) {
                begun.close();
                Directories.deleteQuietly(disk, List.of(path));
            }
        }
    }

    /** Appends a line; on the disk after the next {@link #sync}. When it fails the file is as it was. */
    void append(LedgerLine line) throws IOException {
        if (length >= LONGEST_FILE) {
            Disk.OutputFile before = file;
            before.force();
            file = begin();
            length = 0;
            before.close();
        }
        byte[] bytes = line.toBytes();
        file.truncate(length); // half a line may be left of a write that failed
        file.write(ByteBuffer.wrap(bytes));
        length += bytes.length;
    }

    /** Returns when all that was appended before is on the disk. Any thread. */
    void sync() throws IOException {
        sync.sync();
    }

    private void force() throws IOException {
        try {
            file.force();
        } catch (ClosedChannelException replaced) {
            file.force(); // the file was forced before its successor took its place
        }
    }

    /** Removes the files that were last written so long ago; never the one in use. */
    void removeOlderThan(Duration age, Instant now) throws IOException {
        while (finished.size() > 1) {
            Path oldest = finished.element();
            if (Files.getLastModifiedTime(oldest).toInstant().plus(age).isAfter(now)) {
                return;
            }
            disk.delete(oldest);
            finished.remove();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.force();
        } finally {
            file.close();
        }
    }
}

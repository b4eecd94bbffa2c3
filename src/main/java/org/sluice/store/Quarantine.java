package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Flagged instances, each with the reasons why; see {@link QuarantineFolders} for the layout, {@link EntryJson} and
 * {@link ReasonLog} for the two places of the reasons.
 *
 * <p>When {@link #commit} has returned, the Part 10 file, its JSON file and its rows in {@code reasons.tsv} are on the
 * disk. After a crash {@link #open} removes what was not committed and adds the rows that files still lack. Patient
 * values stand in the Part 10 files only. Any number of threads.
 */
public final class Quarantine implements Closeable {

    private static final int FOLDERS_REMEMBERED = 1024;
    private static final int COPIED_AT_ONCE = 64 << 10;

    private final Disk disk;
    private final Path root;
    private final Path incoming;
    private final QuarantineFolders folders;
    private final QuarantineMoves moves;
    private final QuarantineIndex index;
    private final QuarantineReview review;
    private final QuarantineCensus census;
    private final StoreLock storeLock;
    private final ReasonLog log;
    private final WriteProbe probe;
    private final QuarantineRecovery.Result recovered;
    private final AtomicLong nextIncoming = new AtomicLong();

    private final ReentrantLock placing = new ReentrantLock(); // guards folderSyncs and the choice of free names
    private final Map<String, GroupSync> folderSyncs = new HashMap<>();

    /**
     * Opens the quarantine, creating what is missing of it; an existing directory becomes 0700.
     *
     * @throws IOException when another process has it open, or the directory cannot be used
     */
    public static Quarantine open(Path directory) throws IOException {
        return open(new RealDisk(), directory);
    }

    static Quarantine open(Disk disk, Path directory) throws IOException {
        Directories.create(disk, directory);
        OwnerOnly.close(directory);
        disk.createDirectory(directory.resolve(".incoming"));
        StoreLock lock = StoreLock.acquire(disk, directory.resolve(".lock"));
        @Nullable Quarantine quarantine = null;
        try {
            quarantine = new Quarantine(disk, directory, lock);
            return quarantine;
        } finally {
            if (quarantine == null) {
                lock.close();
            }
        }
    }

    private Quarantine(Disk disk, Path root, StoreLock storeLock) throws IOException {
        this.disk = disk;
        this.root = root;
        this.incoming = root.resolve(".incoming");
        this.probe = new WriteProbe(disk, incoming);
        this.folders = new QuarantineFolders(root);
        this.moves = new QuarantineMoves(disk, root);
        this.index = new QuarantineIndex(disk, root);
        this.census = new QuarantineCensus(folders, index);
        this.storeLock = storeLock;
        Path reasons = root.resolve("reasons.tsv");
        this.log = new ReasonLog(disk, reasons);
        boolean opened = false;
        try {
            disk.syncDirectory(root);
            ReviewLog reviews = new ReviewLog(disk, root.resolve("reviews.tsv"));
            moves.join(reviews.lastFile()); // one person does one thing at a time
            this.review = new QuarantineReview(moves, reviews, census, index);
            this.recovered = new QuarantineRecovery(disk, folders, moves, reasons, log).recover(incoming);
            opened = true;
        } finally {
            if (!opened) {
                log.close();
            }
        }
    }

    /**
     * Begins an instance.
     *
     * @param part10Prefix what the file has before the data set: preamble, DICM and file meta information
     */
    public Incoming begin(ByteBuffer part10Prefix) throws IOException {
        String name = "%016d.part".formatted(nextIncoming.getAndIncrement());
        return Incoming.begin(disk, incoming.resolve(name), part10Prefix.duplicate());
    }

    /**
     * Begins an instance once more that is there already, for another entry. It takes no more room on the disk where the file
     * system has hard links.
     */
    public Incoming beginSame(QuarantinedInstance kept) throws IOException {
        Path again = incoming.resolve("%016d.part".formatted(nextIncoming.getAndIncrement()));
        try {
            disk.link(kept.path(), again);
        } catch (IOException | UnsupportedOperationException noHardLinks) {
            return copy(kept.path());
        }
        return Incoming.of(disk, again);
    }

    private Incoming copy(Path kept) throws IOException {
        Incoming copy = begin(ByteBuffer.allocate(0));
        boolean copied = false;
        try (FileChannel from = FileChannel.open(kept, StandardOpenOption.READ)) {
            ByteBuffer piece = ByteBuffer.allocate(COPIED_AT_ONCE);
            while (from.read(piece.clear()) >= 0) {
                copy.write(piece.flip());
            }
            copied = true;
            return copy;
        } finally {
            if (!copied) {
                copy.close();
            }
        }
    }

    /**
     * Puts a complete instance in its place, with its reasons, durably.
     *
     * @throws IOException when the disk is full or failing; then the quarantine does not have the instance, or has it
     *     with all its reasons but cannot promise it
     */
    public QuarantinedInstance commit(Incoming instance, QuarantineEntry entry) throws IOException {
        instance.force();
        String folder = QuarantineFolders.folderOf(entry);
        boolean kept = false;
        census.placing(folder);
        try {
            QuarantinedInstance committed = commit(instance, entry, folder);
            census.placed(folder, instance.length(), QuarantineCensus.Need.of(entry));
            kept = true;
            return committed;
        } finally {
            if (!kept) {
                census.failed(folder);
            }
        }
    }

    private QuarantinedInstance commit(Incoming instance, QuarantineEntry entry, String folder) throws IOException {
        List<Path> placed = new ArrayList<>(2);
        try (Incoming json = Incoming.begin(
                disk,
                incoming.resolve("%016d.json".formatted(nextIncoming.getAndIncrement())),
                ByteBuffer.wrap(EntryJson.write(entry)))) {
            json.force();
            GroupSync folderSync = existing(folder);
            String file = place(instance, json, folder + "/" + QuarantineFolders.stemOf(entry), placed);
            folderSync.sync();
            log.append(ReasonLog.rows(file, entry));
            placed.clear(); // what stands in the log stays, even if the disk will not say that it has the log's end
            log.sync();
            index.add(file, entry);
            return new QuarantinedInstance(file, folders.path(file), entry);
        } finally {
            Directories.deleteQuietly(disk, placed);
        }
    }

    /** Makes the folder exist durably, and gives what forces its names to disk. */
    private GroupSync existing(String folder) throws IOException {
        placing.lock();
        try {
            GroupSync known = folderSyncs.get(folder);
            if (known != null && Files.isDirectory(folders.path(folder))) {
                return known;
            }
            Path path = root;
            for (String name : folder.split("/", -1)) {
                Path parent = path;
                path = path.resolve(name);
                disk.createDirectory(path);
                disk.syncDirectory(parent);
            }
            if (folderSyncs.size() >= FOLDERS_REMEMBERED) {
                folderSyncs.clear(); // forgetting one costs no more than making it durable again
            }
            Path made = path;
            GroupSync sync = new GroupSync(() -> disk.syncDirectory(made));
            folderSyncs.put(folder, sync);
            return sync;
        } finally {
            placing.unlock();
        }
    }

    /** The JSON file first: one without its instance can only be left over from a crash. */
    private String place(Incoming instance, Incoming json, String stem, List<Path> placed) throws IOException {
        placing.lock();
        try {
            String file = stem + ".dcm";
            for (int number = 2; isTaken(file); number++) {
                file = stem + "-" + number + ".dcm";
            }
            Path jsonPath = folders.path(QuarantineFolders.jsonOf(file));
            json.moveTo(jsonPath);
            placed.add(0, jsonPath);
            instance.moveTo(folders.path(file));
            placed.add(0, folders.path(file));
            return file;
        } finally {
            placing.unlock();
        }
    }

    /** A name that was reviewed is not used again, so that a row of the log always means one instance. */
    private boolean isTaken(String file) {
        return Files.exists(folders.path(file))
                || Files.exists(folders.path(QuarantineFolders.jsonOf(file)))
                || moves.stateOf(file).isPresent();
    }

    /**
     * Finds out whether an instance could be written now. One thread at a time.
     *
     * @return bytes of room that are left on the disk
     * @throws IOException when the disk is full or failing
     */
    public long probe() throws IOException {
        return probe.run();
    }

    /** The entry of a file by the name that {@link QuarantinedInstance#file} gave; empty for any other text. */
    public Optional<QuarantinedInstance> find(String file) throws IOException {
        return folders.find(file);
    }

    /** All entries, the newest first, read one by one as the stream goes on; those that cannot be read are logged. */
    public Stream<QuarantinedInstance> newestFirst() throws IOException {
        return folders.newestFirst();
    }

    /** What a person sees of it, and does with single instances. */
    public QuarantineReview review() {
        return review;
    }

    /**
     * What is in it, without what was reviewed; empty until {@link #refreshTotals} has run once. Answers at once, and knows of
     * every instance that {@link #commit} has put there.
     */
    public Optional<QuarantineTotals> totals() {
        return census.totals();
    }

    /**
     * Looks for instances that somebody else has put there or taken away. What has not changed since the last time is not
     * looked at again; with many files it can take a while all the same. One thread at a time.
     */
    public void refreshTotals() throws IOException {
        census.refresh();
    }

    /** How many half-received instances of the last run {@link #open} has removed. */
    public int removedAtOpen() {
        return recovered.removed();
    }

    /** How many instances {@link #open} has found without their rows in the log, and has given them. */
    public int loggedAtOpen() {
        return recovered.logged();
    }

    /** Lets another process open the quarantine. */
    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            storeLock.close();
        }
    }
}

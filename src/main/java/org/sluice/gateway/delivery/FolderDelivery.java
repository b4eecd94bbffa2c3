package org.sluice.gateway.delivery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sluice.config.NameTemplate;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Uids;
import org.sluice.store.DamagedSpoolFileException;
import org.sluice.store.OwnerOnly;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;

/**
 * Delivers into a folder: each instance a Part 10 file. A file has its name only when it is complete and on the disk. Without a
 * template the name is the SOP Instance UID, and one that is sent again takes the place of the former. With a template nothing is
 * ever replaced: what is there already, byte for byte, is delivered; another that would have the same name gets a number.
 */
public final class FolderDelivery implements Delivery {
    /** More of the same name are refused: then the template does not tell instances apart. */
    private static final int MOST_OF_A_NAME = 1000;
    /** How many directories are remembered as being on the disk with their names. */
    private static final int MOST_REMEMBERED = 1000;

    private final Path folder;
    private final Pace pace;
    private final Optional<FileNames> names;
    private final Set<Path> forced = new HashSet<>();

    /** Delivers into the folder, which is made if there is none. */
    public FolderDelivery(Path folder) throws IOException {
        this(folder, Optional.empty(), Pace.of(Optional.empty()));
    }

    /** The same with names by a template, if there is one, at a pace. */
    public FolderDelivery(Path folder, Optional<NameTemplate> template, Pace pace) throws IOException {
        this.pace = pace;
        this.folder = OwnerOnly.createDirectories(folder);
        this.names = template.map(FileNames::new);
    }

    /** Makes the folder if there is none, and fails when no file can be made in it. */
    public static Path tried(Path folder) throws IOException {
        OwnerOnly.createDirectories(folder);
        Path probe = folder.resolve(".probe");
        OwnerOnly.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close();
        Files.delete(probe);
        return folder;
    }

    @Override
    public Outcome deliver(SpooledInstance instance) throws IOException {
        try {
            return names.isPresent() ? named(instance, names.get()) : byUid(instance);
        } catch (DamagedSpoolFileException e) {
            throw e;
        } catch (IOException e) {
            return Failed.because(FailureClass.CANNOT_CONNECT, e);
        }
    }

    private Outcome byUid(SpooledInstance instance) throws IOException {
        String uid = instance.facts().sopInstanceUid();
        if (!Uids.isValid(uid)) {
            return Failed.unanswered(
                    FailureClass.REFUSED, "SOP Instance UID is not valid, so no file can be named by it");
        }
        Path place = folder.resolve(uid + ".dcm");
        Path draft = folder.resolve("." + uid + ".part");
        try {
            write(instance, draft);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft); // half an instance is of no use to anybody
        }
        OwnerOnly.forceNames(folder); // so that the new name survives a crash, too
        return Delivered.PLAINLY;
    }

    private Outcome named(SpooledInstance instance, FileNames byTemplate) throws IOException {
        Path first;
        try {
            first = folder.resolve(byTemplate.of(instance));
        } catch (DataSetException e) {
            return Failed.unanswered(
                    FailureClass.REFUSED, "the data set cannot be read, so no file can be named by it");
        }
        Path directory = requireNonNull(first.getParent());
        makeDirectory(directory);
        Path draft = directory.resolve("." + UUID.randomUUID() + ".part");
        try {
            write(instance, draft);
            for (int number = 1; number <= MOST_OF_A_NAME; number++) {
                Path place = FileNames.numbered(first, number);
                if (placed(draft, place) || Files.mismatch(draft, place) < 0) {
                    OwnerOnly.forceNames(directory);
                    return Delivered.PLAINLY;
                }
            }
        } finally {
            Files.deleteIfExists(draft);
        }
        return Failed.unanswered(
                FailureClass.REFUSED,
                "the folder has " + MOST_OF_A_NAME + " other files that the template names alike");
    }

    /** Gives the draft a name that nobody has, for good; false when somebody has it. */
    private static boolean placed(Path draft, Path place) throws IOException {
        try {
            Files.createLink(place, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
            return moved(draft, place);
        }
    }

    /** Where there are no hard links, only whoever holds the lock finds that nobody has the name. */
    private static boolean moved(Path draft, Path place) throws IOException {
        synchronized (FolderDelivery.class) {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }

    /** Makes a directory in the folder, and those above it, with their names on the disk. */
    private void makeDirectory(Path directory) throws IOException {
        if (forced.contains(directory) && Files.isDirectory(directory)) {
            return;
        }
        OwnerOnly.createDirectories(directory);
        for (Path made = directory; !made.equals(folder); made = requireNonNull(made.getParent())) {
            OwnerOnly.forceNames(requireNonNull(made.getParent()));
        }
        if (forced.size() >= MOST_REMEMBERED) {
            forced.clear();
        }
        forced.add(directory);
    }

    private void write(SpooledInstance instance, Path draft) throws IOException {
        try (ReadableByteChannel from = pace.over(instance.openDataSet());
                FileChannel to = OwnerOnly.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(to, ByteBuffer.wrap(beginning(instance.facts())));
            for (long missing = instance.dataSetLength(); missing > 0; ) {
                long moved = transfer(from, missing, to);
                if (moved <= 0) {
                    throw instance.endsEarly(missing);
                }
                missing -= moved;
            }
            to.force(false);
        }
    }

    /** A file is copied by the system itself; what is put together of pieces is not. */
    private static long transfer(ReadableByteChannel from, long most, FileChannel to) throws IOException {
        if (!(from instanceof FileChannel file)) {
            return to.transferFrom(from, to.size(), most);
        }
        long moved = file.transferTo(file.position(), most, to);
        file.position(file.position() + moved);
        return moved;
    }

    private static byte[] beginning(SpoolFacts facts) {
        return FileBytes.beginning(facts.sopClassUid(), facts.sopInstanceUid(), facts.transferSyntaxUid());
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void rest() {
        // nothing is kept open
    }

    @Override
    public void close() {
        // nothing is kept open
    }
}

package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sluice.dataset.Uids;
import org.sluice.store.DamagedSpoolFileException;
import org.sluice.store.OwnerOnly;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;

/**
 * Delivers into a folder: each instance a Part 10 file named by its SOP Instance UID. One that is sent again takes the
 * place of the former. A file has its name only when it is complete and on the disk.
 */
public final class FolderDelivery implements Delivery {
    private final Path folder;

    /** Delivers into the folder, which is made if there is none. */
    public FolderDelivery(Path folder) throws IOException {
        this.folder = OwnerOnly.createDirectories(folder);
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
        if (!Uids.isValid(instance.facts().sopInstanceUid())) {
            return Failed.unanswered(
                    FailureClass.REFUSED, "SOP Instance UID is not valid, so no file can be named by it");
        }
        try {
            place(instance);
            return Delivered.PLAINLY;
        } catch (DamagedSpoolFileException e) {
            throw e;
        } catch (IOException e) {
            return Failed.because(FailureClass.CANNOT_CONNECT, e);
        }
    }

    private void place(SpooledInstance instance) throws IOException {
        String uid = instance.facts().sopInstanceUid();
        Path place = folder.resolve(uid + ".dcm");
        Path draft = folder.resolve("." + uid + ".part");
        try {
            write(instance, draft);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft); // half an instance is of no use to anybody
        }
        OwnerOnly.forceNames(folder); // so that the new name survives a crash, too
    }

    private static void write(SpooledInstance instance, Path draft) throws IOException {
        try (FileChannel from = instance.openDataSet();
                FileChannel to = OwnerOnly.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(to, ByteBuffer.wrap(beginning(instance.facts())));
            long end = instance.dataSetOffset() + instance.dataSetLength();
            for (long at = instance.dataSetOffset(); at < end; ) {
                long moved = from.transferTo(at, end - at, to);
                if (moved <= 0) {
                    throw instance.endsEarly(end - at);
                }
                at += moved;
            }
            to.force(false);
        }
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

package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sluice.dataset.Uids;
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
        SpoolFacts facts = instance.facts();
        if (!Uids.isValid(facts.sopInstanceUid())) {
            return new Declined("SOP Instance UID is not valid, so no file can be named by it", false);
        }
        Path place = folder.resolve(facts.sopInstanceUid() + ".dcm");
        Path draft = folder.resolve("." + facts.sopInstanceUid() + ".part");
        try {
            write(instance, draft);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft); // half an instance is of no use to anybody
        }
        OwnerOnly.forceNames(folder); // so that the new name survives a crash, too
        return new Delivered();
    }

    private static void write(SpooledInstance instance, Path draft) throws IOException {
        try (ReadableByteChannel from = instance.openDataSet();
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

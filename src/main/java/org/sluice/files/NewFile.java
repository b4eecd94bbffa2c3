package org.sluice.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there complete or not at all: it is written under another name beside its own. Readable by its owner alone,
 * for it holds what a patient's file holds. For one thread.
 */
public final class NewFile implements WritableByteChannel {
    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path unfinished;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** Begins a file; its folder is made where it is missing. */
    public NewFile(Path target) throws IOException {
        this.target = target;
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(target + " is no file name");
        }
        Files.createDirectories(folder);
        this.unfinished = Files.createTempFile(folder, ".sluice-", ".part");
        this.channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
    }

    /** Takes all bytes, and says how many. */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        if (bytes.remaining() > buffer.remaining()) {
            drain();
        }
        if (bytes.remaining() > buffer.capacity()) {
            writeAll(bytes);
        } else {
            buffer.put(bytes);
        }
        return length;
    }

    private void drain() throws IOException {
        writeAll(buffer.flip());
        buffer.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Gives the file its name.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one and it is not to be replaced
     */
    public void finish(Existing existing) throws IOException {
        drain();
        channel.close();
        if (existing == Existing.REPLACE) {
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(unfinished, target);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Removes what was written unless the file is finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }

    /** What becomes of a file that has the name already. */
    public enum Existing {
        KEEP,
        REPLACE
    }
}

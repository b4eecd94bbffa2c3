package org.sluice.crosswalk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.store.OwnerOnly;

/**
 * A crosswalk that is added to. An entry is on the disk for good when {@link #add} returns. The file is open only while something is
 * added, so there is nothing to close, and another process may add to it too. Any thread.
 */
public final class CrosswalkFile implements Crosswalk {
    static final String BEGIN = "-----BEGIN CMS-----";
    static final String END = "-----END CMS-----";

    private static final int REMEMBERED = 1 << 16;
    private static final int LINE = 64; // RFC 7468 2
    private static final byte LINE_FEED = '\n';

    private final Path file;
    private final PublicKey recipient;
    /** What was written lately, so that the other instances of a study cost nothing. */
    private final Map<ByteBuffer, Boolean> written = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final ReentrantLock memory = new ReentrantLock(); // guards written
    private final ReentrantLock disk = new ReentrantLock(); // one adds at a time

    private CrosswalkFile(Path file, PublicKey recipient) {
        this.file = file;
        this.recipient = recipient;
    }

    /**
     * One for the holder of the private key of a public key.
     *
     * @param file is made, for its owner alone, unless it is there
     * @param recipient a public RSA key or a certificate, in PEM
     * @throws IOException when the key is none, or the file cannot be written
     */
    public static CrosswalkFile of(Path file, Path recipient) throws IOException {
        CrosswalkFile crosswalk = new CrosswalkFile(file.toAbsolutePath(), CrosswalkKeys.recipient(recipient));
        OwnerOnly.createDirectories(crosswalk.folder());
        crosswalk.append(new byte[0]);
        return crosswalk;
    }

    private Path folder() {
        return Objects.requireNonNull(file.getParent(), "an absolute path of a file has a parent");
    }

    @Override
    public void note(HeaderEdits edits, Set<Integer> also) throws IOException {
        Optional<CrosswalkEntry> entry = CrosswalkEntry.of(edits, also);
        if (entry.isPresent()) {
            add(entry.get());
        }
    }

    /**
     * Returns when the entry is on the disk, because it was written now or lately.
     *
     * @throws IOException when it cannot be written; whoever it is about must not go on then
     */
    public void add(CrosswalkEntry entry) throws IOException {
        byte[] line = (entry.json() + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer digest = digest(line);
        if (isWritten(digest)) {
            return;
        }
        disk.lock();
        try {
            if (!isWritten(digest)) {
                append(pem(CrosswalkMessage.sealed(line, recipient)));
                remember(digest);
            }
        } finally {
            disk.unlock();
        }
    }

    private boolean isWritten(ByteBuffer digest) {
        memory.lock();
        try {
            return written.get(digest) != null;
        } finally {
            memory.unlock();
        }
    }

    private void remember(ByteBuffer digest) {
        memory.lock();
        try {
            written.put(digest, Boolean.TRUE);
        } finally {
            memory.unlock();
        }
    }

    private static ByteBuffer digest(byte[] line) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(line), 0, 16)
                    .slice();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] pem(byte[] message) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {LINE_FEED}).encodeToString(message);
        return (BEGIN + "\n" + body + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * In one write behind all that is there, so that whoever else adds at the same time, another process or a node's routes before and
     * after a reload, overwrites nothing. What a crash, or a full disk, has left without an end stays where it is: the next message
     * begins on a line of its own.
     */
    private void append(byte[] message) throws IOException {
        boolean isNew = Files.notExists(file);
        try (FileChannel out =
                OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            if (message.length > 0) {
                ByteBuffer all = ByteBuffer.allocate(message.length + 1);
                if (out.size() > 0) {
                    all.put(LINE_FEED);
                }
                all.put(message).flip();
                out.write(all);
                if (all.hasRemaining()) {
                    throw new IOException("the disk took a part of an entry");
                }
                out.force(true);
            }
        }
        if (isNew) {
            OwnerOnly.forceNames(folder());
        }
    }
}

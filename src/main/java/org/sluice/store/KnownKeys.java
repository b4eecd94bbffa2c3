package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which secret keys a node has used, by their fingerprints, so that one that is lost or changed is noticed before patients
 * get other pseudonyms. In the file {@value #NAME} of the data directory, one line for each key:
 *
 * <pre>
 * 3f0a9c5e71d2b846	conf/secret.key
 * </pre>
 *
 * <p>A fingerprint is made of a hash of 32 random bytes: it tells two keys apart, and tells nothing of either. For one
 * thread.
 */
public final class KnownKeys {
    static final String NAME = "keys.tsv";

    private static final int FINGERPRINT_BYTES = 8;
    private static final String ADVICE =
            "; put back its copy, or start with --new-key, which gives every patient another"
                    + " pseudonym from now on";

    private final Disk disk;
    private final Path data;
    private final Set<String> configured;
    private final boolean newKeysAllowed;
    /** What the file says, fingerprints by the paths that the configuration has for their keys. */
    private final Map<String, String> noted;

    private final Map<String, String> used = new TreeMap<>();

    private KnownKeys(Disk disk, Path data, Set<String> configured, boolean newKeysAllowed, Map<String, String> noted) {
        this.disk = disk;
        this.data = data;
        this.configured = configured;
        this.newKeysAllowed = newKeysAllowed;
        this.noted = noted;
    }

    /**
     * Reads what earlier runs have noted.
     *
     * @param data the node's data directory; it need not be there yet
     * @param configured the files of all keys that are asked for
     * @param newKeysAllowed whether a key may be missing or another than before
     * @throws IOException when it cannot be read, or is not what {@link #note} has written
     */
    public static KnownKeys read(Path data, Collection<Path> configured, boolean newKeysAllowed) throws IOException {
        return read(new RealDisk(), data, configured, newKeysAllowed);
    }

    static KnownKeys read(Disk disk, Path data, Collection<Path> configured, boolean newKeysAllowed)
            throws IOException {
        Set<String> paths = configured.stream().map(Path::toString).collect(Collectors.toSet());
        return new KnownKeys(disk, data, paths, newKeysAllowed, noted(data.resolve(NAME)));
    }

    private static Map<String, String> noted(Path file) throws IOException {
        Map<String, String> noted = new TreeMap<>();
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException firstUse) {
            return noted;
        }
        for (String line : text.lines().toList()) {
            String[] columns = line.split("\t", 2);
            if (columns.length != 2 || !columns[0].matches("[0-9a-f]{" + 2 * FINGERPRINT_BYTES + "}")) {
                throw new IOException(file + ": expected a fingerprint and a file in each line, found something else");
            }
            noted.put(columns[1], columns[0]);
        }
        return noted;
    }

    /**
     * The key in a file, which is made if it is asked for the first time.
     *
     * @return 32 bytes
     * @throws IOException when a key that was used before is not there, or is another; or it is no key that may be used
     */
    public byte[] key(Path file) throws IOException {
        String before = newKeysAllowed ? null : expected(file.toString());
        if (before != null && !Files.exists(file)) {
            throw new IOException(file + ": expected the key that this node has used, fingerprint " + before
                    + ", found none" + ADVICE);
        }
        byte[] key = KeyFile.readOrCreate(disk, file);
        String fingerprint = fingerprint(key);
        if (before != null && !before.equals(fingerprint) && !noted.containsValue(fingerprint)) {
            throw new IOException(file + ": expected the key that this node has used, fingerprint " + before
                    + ", found one with fingerprint " + fingerprint + ADVICE);
        }
        used.put(file.toString(), fingerprint);
        return key;
    }

    /** The fingerprint of the key that was used here, or under a name that the configuration has no more; else null. */
    private @Nullable String expected(String file) {
        String here = noted.get(file);
        return here != null
                ? here
                : noted.entrySet().stream()
                        .filter(key -> !configured.contains(key.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** Fingerprints of the keys that were asked for, by their files. */
    public Map<String, String> fingerprints() {
        return Map.copyOf(used);
    }

    /** Notes the keys that were asked for; when this returns they are on the disk. */
    public void note() throws IOException {
        Map<String, String> all = new TreeMap<>(used);
        if (!newKeysAllowed) {
            noted.forEach((file, fingerprint) -> {
                if (!used.containsValue(fingerprint)) {
                    all.putIfAbsent(file, fingerprint);
                }
            });
        }
        if (all.equals(noted)) {
            return;
        }
        Directories.create(disk, data.toAbsolutePath());
        Path draft = data.resolve(NAME + ".part");
        Files.deleteIfExists(draft);
        StringBuilder text = new StringBuilder();
        all.forEach((file, fingerprint) ->
                text.append(fingerprint).append('\t').append(file).append('\n'));
        try (Disk.OutputFile out = disk.create(draft)) {
            out.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            out.force();
        }
        disk.rename(draft, data.resolve(NAME));
        disk.syncDirectory(data);
    }

    /** 16 hexadecimal digits that are the same for the same key. */
    static String fingerprint(byte[] key) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update("fingerprint of a secret key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash.digest(key), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

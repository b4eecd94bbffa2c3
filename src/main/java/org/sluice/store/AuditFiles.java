package org.sluice.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The files of an {@link AuditTrail}, for somebody who only reads: nothing is locked and nothing is changed, whether a node writes
 * there or not. Lines that are no entries are left out.
 */
public final class AuditFiles {
    private static final String SUFFIX = ".jsonl";
    private static final int DIGITS = 12;

    private final Path folder;

    /** @param folder which need not exist */
    public AuditFiles(Path folder) {
        this.folder = folder;
    }

    /** Where a node with this {@code data} keeps its trail. */
    public static Path folderIn(Path data) {
        return data.resolve("audit");
    }

    /** The file whose first entry has a number. */
    Path file(long first) {
        return folder.resolve(String.format(Locale.ROOT, "%012d", first) + SUFFIX);
    }

    /** The number of the first entry of a file. */
    static long first(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, DIGITS));
    }

    /** All files, the oldest first; others that lie there are no part of it. */
    List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path file : found) {
                if (file.getFileName().toString().matches("\\d{" + DIGITS + "}\\" + SUFFIX)) {
                    files.add(file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return files;
        }
        files.sort(null);
        return files;
    }

    /**
     * The last entries before a number, the newest first.
     *
     * @param since none that is older
     * @param most at most so many
     */
    public List<ObjectNode> last(long before, Instant since, int most) throws IOException {
        List<ObjectNode> found = new ArrayList<>();
        List<Path> files = all();
        for (int i = files.size() - 1; i >= 0 && found.size() < most; i--) {
            if (first(files.get(i)) < before) {
                List<ObjectNode> some = last(files.get(i), before, since, most - found.size());
                found.addAll(some);
                if (some.isEmpty() && isOlder(files.get(i), since)) {
                    return found;
                }
            }
        }
        return found;
    }

    private static boolean isOlder(Path file, Instant since) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isBefore(since);
    }

    private static List<ObjectNode> last(Path file, long before, Instant since, int most) throws IOException {
        ArrayDeque<ObjectNode> last = new ArrayDeque<>();
        try (BufferedReader lines = ReviewLog.readerOf(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<ObjectNode> entry = entry(line).filter(one -> isAsked(one, before, since));
                entry.ifPresent(last::addFirst);
                if (last.size() > most) {
                    last.removeLast();
                }
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return List.of();
        }
        return List.copyOf(last);
    }

    private static Optional<ObjectNode> entry(String line) {
        try {
            JsonNode read = StoreJson.read(line.getBytes(StandardCharsets.UTF_8));
            return read instanceof ObjectNode entry ? Optional.of(entry) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static boolean isAsked(ObjectNode entry, long before, Instant since) {
        try {
            return entry.path("n").asLong(Long.MAX_VALUE) < before
                    && !Instant.parse(entry.path("at").asText()).isBefore(since);
        } catch (DateTimeException damaged) {
            return false;
        }
    }
}

package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.sluice.text.OneLine;

/**
 * Decisions of people on quarantined instances: the two files of an entry move to {@code released/} or
 * {@code rejected/} under the same name, and {@code reviews.tsv} gets a line, first. Thread-safe.
 *
 * <pre>
 * dicom_file                    decision  decided_by  decided_at
 * 2026/11-22/1.2.3/1.2.3.4.dcm  released  jdoe        2026-11-22T22:34:20Z
 * </pre>
 */
final class QuarantineReview {

    enum ReviewDecision {
        RELEASED,
        REJECTED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String HEADER = "dicom_file\tdecision\tdecided_by\tdecided_at\n";

    private final Disk disk;
    private final Path root;

    QuarantineReview(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    boolean has(String file) {
        return decisionOn(file).isPresent();
    }

    Optional<ReviewDecision> decisionOn(String file) {
        for (ReviewDecision decision : ReviewDecision.values()) {
            if (Files.exists(place(file, decision))) {
                return Optional.of(decision);
            }
        }
        return Optional.empty();
    }

    synchronized void decide(String file, ReviewDecision decision, String by) throws IOException {
        log(file, decision, by);
        Path place = place(file, decision);
        Path folder = parent(place);
        Directories.create(disk, folder);
        disk.rename(root.resolve(file), place);
        moveJson(file, decision);
        disk.syncDirectory(folder);
        disk.syncDirectory(parent(root.resolve(file)));
    }

    /** The second half of the move, which recovery does too when a crash came between. */
    void moveJson(String file, ReviewDecision decision) throws IOException {
        String json = QuarantineFolders.jsonOf(file);
        disk.rename(root.resolve(json), place(json, decision));
    }

    private void log(String file, ReviewDecision decision, String by) throws IOException {
        Path reviews = root.resolve("reviews.tsv");
        boolean isNew = !Files.exists(reviews);
        String line = String.join(
                "\t",
                file,
                decision.word(),
                OneLine.cell(by),
                Clock.systemUTC().instant().toString());
        try (Disk.OutputFile out = disk.append(reviews)) {
            out.write(ByteBuffer.wrap(((isNew ? HEADER : "") + line + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force();
        }
        if (isNew) {
            disk.syncDirectory(root);
        }
    }

    private Path place(String file, ReviewDecision decision) {
        return root.resolve(decision.word()).resolve(file);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}

package org.sluice.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.files.FoundFile;

/** The outputs, by SOP Instance UID and by content. Filled by one thread; then read by any number, but for what is taken. */
final class OutputIndex {
    private final List<FoundFile> files = new ArrayList<>();
    private final Map<String, Integer> byUid = new HashMap<>();
    private final Map<String, List<Integer>> byPixels = new HashMap<>();
    private final Map<ContentKey, List<Integer>> byContent = new HashMap<>();
    private final BitSet taken = new BitSet();

    /** Adds an output; gives the one that has its UID already. */
    Optional<FoundFile> add(FoundFile file, String sopInstanceUid) {
        int number = files.size();
        files.add(file);
        Integer other = sopInstanceUid.isEmpty() ? null : byUid.putIfAbsent(sopInstanceUid, number);
        return Optional.ofNullable(other).map(files::get);
    }

    /** Says by what the output added last, or another one, may be known. */
    void content(int number, ContentKey key) {
        byContent.computeIfAbsent(key, content -> new ArrayList<>(1)).add(number);
        if (!key.pixels().isEmpty()) {
            byPixels.computeIfAbsent(key.pixels(), content -> new ArrayList<>(1))
                    .add(number);
        }
    }

    int size() {
        return files.size();
    }

    FoundFile file(int number) {
        return files.get(number);
    }

    Path path(int number) {
        return files.get(number).path();
    }

    Optional<Integer> byUid(String uid) {
        return uid.isEmpty() ? Optional.empty() : Optional.ofNullable(byUid.get(uid));
    }

    /** Those that may be the output of an original: the same pixel data, or the same in all that a profile leaves alone. */
    List<Integer> byContent(ContentKey key) {
        List<Integer> alike = byContent.getOrDefault(key, List.of());
        return alike.isEmpty() && !key.pixels().isEmpty() ? byPixels.getOrDefault(key.pixels(), List.of()) : alike;
    }

    /** Says that an output has its original; false when it had one before. */
    boolean take(int number) {
        boolean first = !taken.get(number);
        taken.set(number);
        return first;
    }

    boolean isTaken(int number) {
        return taken.get(number);
    }
}

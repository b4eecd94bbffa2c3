package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real disk, until the power fails: then every name that was not forced with its directory is as it was before,
 * removed names are back, and of every file what was written since it was last forced is lost. That is the worst that
 * POSIX allows. Nothing is really forced, which is slow and would prove nothing.
 */
final class ForgetfulDisk implements Disk {

    /** What becomes of bytes that were not forced. */
    enum Loss {
        /** The file ends before them. */
        CUT,
        /** The file has its length, and zeros in place of the last of them. */
        TORN
    }

    /** Takes back one change of a directory that nobody has forced. */
    private interface Undo {
        void run() throws IOException;
    }

    private static final class Content {
        private long forced;
    }

    private static final int LAST = 100;

    private final RealDisk disk = new RealDisk();
    private final Path graveyard;
    private final Map<Path, List<Undo>> unforced = new HashMap<>();
    private final Map<Path, Content> contents = new HashMap<>();
    private final Map<Path, ForgetfulPlaces.Unforced> places = new HashMap<>();
    private int graves;

    ForgetfulDisk(Path graveyard) throws IOException {
        this.graveyard = Files.createDirectories(graveyard);
    }

    void powerFails(Loss loss) throws IOException {
        for (Map.Entry<Path, Content> file : contents.entrySet()) {
            if (Files.exists(file.getKey())) {
                lose(loss, file.getKey(), file.getValue().forced);
            }
        }
        for (Map.Entry<Path, ForgetfulPlaces.Unforced> file : places.entrySet()) {
            if (Files.exists(file.getKey())) {
                file.getValue().lose(file.getKey(), loss);
            }
        }
        for (List<Undo> changes : unforced.values()) {
            for (int last = changes.size() - 1; last >= 0; last--) {
                changes.get(last).run();
            }
        }
        unforced.clear();
        contents.clear();
        places.clear();
    }

    private static void lose(Loss loss, Path file, long forced) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long length = channel.size();
            long from = loss == Loss.CUT ? forced : Math.max(forced, length - LAST);
            channel.truncate(from);
            if (loss == Loss.TORN) {
                channel.write(ByteBuffer.allocate((int) (length - from)), from);
            }
        }
    }

    private void changed(Path name, Undo undo) {
        unforced.computeIfAbsent(name.toAbsolutePath().getParent(), directory -> new ArrayList<>())
                .add(undo);
    }

    private Path keep(Path file) throws IOException {
        Path kept = graveyard.resolve(Integer.toString(graves++));
        Files.createLink(kept, file);
        contents.put(kept, contentOf(file));
        return kept;
    }

    private Content contentOf(Path file) throws IOException {
        Content known = contents.get(file);
        if (known == null) {
            known = new Content();
            known.forced = Files.exists(file) ? Files.size(file) : 0;
            contents.put(file, known);
        }
        return known;
    }

    private static void restore(Path kept, Path name) throws IOException {
        if (!Files.exists(name)) {
            Files.createLink(name, kept);
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        boolean isNew = !Files.exists(directory);
        disk.createDirectory(directory);
        if (isNew) {
            changed(directory, () -> deleteTree(directory));
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return; // its parent is gone already
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        OutputFile out = disk.create(file);
        contents.put(file, new Content());
        changed(file, () -> Files.deleteIfExists(file));
        return new Remembering(out, contentOf(file));
    }

    @Override
    public OutputFile open(Path file) throws IOException {
        return new Remembering(disk.open(file), contentOf(file));
    }

    @Override
    public OutputFile append(Path file) throws IOException {
        if (!Files.exists(file)) {
            changed(file, () -> Files.deleteIfExists(file));
        }
        Content content = contentOf(file);
        return new Remembering(disk.append(file), content);
    }

    @Override
    public PlacedFile place(Path file) throws IOException {
        if (!Files.exists(file)) {
            changed(file, () -> Files.deleteIfExists(file));
        }
        PlacedFile placed = disk.place(file);
        return new ForgetfulPlaces(placed, places.computeIfAbsent(file, key -> new ForgetfulPlaces.Unforced()));
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        disk.link(existing, link);
        contents.put(link, contentOf(existing));
        changed(link, () -> Files.deleteIfExists(link));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Path kept = keep(from);
        Path replaced = Files.exists(to) ? keep(to) : to;
        disk.rename(from, to);
        contents.put(to, contentOf(from));
        contents.remove(from);
        changed(to, () -> {
            Files.deleteIfExists(to);
            if (!replaced.equals(to)) {
                restore(replaced, to);
            }
        });
        changed(from, () -> restore(kept, from));
    }

    @Override
    public void delete(Path file) throws IOException {
        Path kept = keep(file);
        disk.delete(file);
        contents.remove(file);
        changed(file, () -> restore(kept, file));
    }

    @Override
    public void syncDirectory(Path directory) {
        unforced.remove(directory.toAbsolutePath());
    }

    private record Remembering(OutputFile file, Content content) implements OutputFile {

        @Override
        public void write(ByteBuffer... buffers) throws IOException {
            file.write(buffers);
        }

        @Override
        public void overwriteBeginning(ByteBuffer bytes) throws IOException {
            file.overwriteBeginning(bytes);
        }

        @Override
        public void force() throws IOException {
            content.forced = file.length();
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
            content.forced = Math.min(content.forced, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

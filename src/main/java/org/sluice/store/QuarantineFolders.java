package org.sluice.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * How the quarantine is laid out, and the way around in it.
 *
 * <pre>
 *   2026/11-22/1.2.840.1/1.2.840.1.5.dcm     day received (UTC), study, instance
 *   2026/11-22/1.2.840.1/1.2.840.1.5.json    why
 *   2026/11-22/1.2.840.1/1.2.840.1.5-2.dcm   the same instance, received again
 *   2026/11-22/no-study/no-uid-3f2a….dcm     a UID that PS3.5 9.1 does not allow names no file
 * </pre>
 */
final class QuarantineFolders {

    private static final Log LOG = Log.of(QuarantineFolders.class);
    /** Of the name of a day's folder, with that of its year. */
    static final int DAY_LENGTH = "2026/11-22".length();

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM-dd");
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");
    private static final Pattern DAY_OF_YEAR = Pattern.compile("[0-9]{2}-[0-9]{2}");
    private static final Pattern FILE =
            Pattern.compile("[0-9]{4}/[0-9]{2}-[0-9]{2}/(no-study|[0-9][0-9.]*)/(no-uid-)?[0-9a-f][0-9a-f.-]*\\.dcm");

    private final Path root;

    QuarantineFolders(Path root) {
        this.root = root;
    }

    /** The folder for an entry, relative to the root. */
    static String folderOf(QuarantineEntry entry) {
        String study = entry.identity().studyUid();
        LocalDate day = entry.origin().receivedAt().atZone(ZoneOffset.UTC).toLocalDate();
        return dayFolder(day) + "/" + (UidText.isValid(study) ? study : "no-study");
    }

    static String dayFolder(LocalDate day) {
        return DAY.format(day);
    }

    /** What the names of an entry's files begin with. */
    static String stemOf(QuarantineEntry entry) {
        String uid = entry.identity().sopUid();
        return UidText.isValid(uid) ? uid : "no-uid-" + UUID.randomUUID();
    }

    static String jsonOf(String dicomFile) {
        return dicomFile.substring(0, dicomFile.length() - ".dcm".length()) + ".json";
    }

    Path path(String file) {
        return root.resolve(file);
    }

    /** The entry of a Part 10 file's name; empty when there is none, or when it is not such a name at all. */
    Optional<QuarantinedInstance> find(String file) throws IOException {
        if (!isName(file)) {
            return Optional.empty();
        }
        try {
            QuarantineEntry entry = EntryJson.read(path(jsonOf(file)));
            return Files.exists(path(file))
                    ? Optional.of(new QuarantinedInstance(file, path(file), entry))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** All entries, the newest first; folders are listed a day at a time, and entries read when they are asked for. */
    Stream<QuarantinedInstance> newestFirst() throws IOException {
        return days().stream().flatMap(this::newestFirst);
    }

    /** The folders of days, relative to the root, the newest first. */
    List<String> days() throws IOException {
        List<String> days = new ArrayList<>();
        for (String year : names(root, YEAR)) {
            names(path(year), DAY_OF_YEAR).forEach(day -> days.add(year + "/" + day));
        }
        days.sort(Comparator.reverseOrder());
        return days;
    }

    /** The names of the files of a day that end so, relative to the root. */
    Map<String, FileTime> files(String day, String suffix) throws IOException {
        Map<String, FileTime> files = new LinkedHashMap<>();
        for (String study : names(path(day), Pattern.compile(".*"))) {
            String folder = day + "/" + study;
            for (String name : names(path(folder), Pattern.compile(".*" + Pattern.quote(suffix)))) {
                modified(path(folder + "/" + name)).ifPresent(time -> files.put(folder + "/" + name, time));
            }
        }
        return files;
    }

    /** The names alone, in any order, which is many times faster. */
    List<String> names(String day, String suffix) throws IOException {
        List<String> files = new ArrayList<>();
        for (String study : names(path(day), Pattern.compile("no-study|[0-9][0-9.]*"))) {
            try (DirectoryStream<Path> there = Files.newDirectoryStream(path(day + "/" + study), "*" + suffix)) {
                there.forEach(file -> files.add(day + "/" + study + "/" + file.getFileName()));
            } catch (NoSuchFileException | NotDirectoryException gone) {
                LOG.debug("Quarantine: {} of {} has gone", study, day);
            }
        }
        return files;
    }

    /** Whether a text is the name of a Part 10 file as the quarantine gives them. */
    static boolean isName(String file) {
        return FILE.matcher(file).matches();
    }

    /** The SOP Instance UID that the name of a Part 10 file has; another text when it has none. */
    static String uidOf(String file) {
        int end = file.length() - ".dcm".length();
        int dash = file.lastIndexOf('-');
        return file.substring(file.lastIndexOf('/') + 1, dash > file.lastIndexOf('/') ? dash : end);
    }

    private Stream<QuarantinedInstance> newestFirst(String day) {
        Map<String, FileTime> files;
        try {
            files = files(day, ".dcm");
        } catch (IOException e) {
            LOG.warn("Quarantine: cannot list {}: {}", day, e);
            return Stream.empty();
        }
        Comparator<Map.Entry<String, FileTime>> newest = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return files.entrySet().stream()
                .sorted(newest.thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .flatMap(this::findOrWarn);
    }

    private Stream<QuarantinedInstance> findOrWarn(String file) {
        try {
            return find(file).stream();
        } catch (IOException e) {
            LOG.warn("Quarantine: cannot read the entry of {}: {}", file, OneLine.message(e));
            return Stream.empty();
        }
    }

    private static Optional<FileTime> modified(Path file) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (NoSuchFileException gone) {
            return Optional.empty(); // reviewed between the two looks
        }
    }

    private static Set<String> names(Path folder, Pattern pattern) throws IOException {
        Set<String> names = new HashSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> pattern.matcher(name).matches())
                        .forEach(names::add);
            }
        }
        return names;
    }
}

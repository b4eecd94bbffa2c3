package org.sluice.benchmark;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Who became whom: UIDs, or Patient IDs, before and after. A mapping file has the columns {@code id_old} and {@code id_new}. */
public final class IdMapping {
    private static final String OLD = "id_old";
    private static final String NEW = "id_new";

    private final Map<String, String> newOf = new HashMap<>();
    private final Map<String, String> oldOf = new HashMap<>();

    /** Nobody yet. */
    public IdMapping() {}

    /** Reads a mapping file, CSV in UTF-8. */
    public static IdMapping read(Path file) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        IdMapping mapping = new IdMapping();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (CSVRecord row : format.parse(text)) {
                if (!row.isMapped(OLD) || !row.isMapped(NEW)) {
                    throw new IOException(file + ": expected the columns " + OLD + " and " + NEW);
                }
                mapping.put(row.get(OLD), row.get(NEW));
            }
        }
        return mapping;
    }

    /** Adds a pair. Of several new ones the first counts: the others are not consistent. */
    public void put(String before, String after) {
        newOf.putIfAbsent(before, after);
        oldOf.putIfAbsent(after, before);
    }

    Optional<String> newOf(String before) {
        return Optional.ofNullable(newOf.get(before));
    }

    /** What it was before; itself where nobody says. */
    String oldOf(String after) {
        return oldOf.getOrDefault(after, after);
    }
}

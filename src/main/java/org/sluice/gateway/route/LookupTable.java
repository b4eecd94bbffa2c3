package org.sluice.gateway.route;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * A site's table of values, such as the trial identifier of each patient: one column of a CSV file (RFC 4180, UTF-8,
 * with a header line) by another. A changed file is read again within a second or so; one that has become unreadable
 * keeps the values it last had, and the log says so. Any thread.
 */
final class LookupTable {
    private static final Log LOG = Log.of(LookupTable.class);
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();
    private static final long LOOK_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final List<String> keyColumns;
    private final String valueColumn;
    private volatile Contents contents;
    private volatile long lookedAt = System.nanoTime();

    /** The table as it was read, and the file's time then. */
    private record Contents(FileTime modified, Map<String, String> values) {}

    /**
     * Reads the table.
     *
     * @throws IOException the file cannot be read, lacks a column, or has two rows with the same key
     */
    LookupTable(Path file, String keyColumn, String valueColumn) throws IOException {
        this(file, List.of(keyColumn), valueColumn);
    }

    /** As {@link #LookupTable(Path, String, String)}, of rows that several columns tell apart. */
    LookupTable(Path file, List<String> keyColumns, String valueColumn) throws IOException {
        this.file = file;
        this.keyColumns = List.copyOf(keyColumns);
        this.valueColumn = valueColumn;
        this.contents = read();
    }

    /**
     * The value beside the key; empty when there is no such row, or its cell is empty.
     *
     * @param key of several columns the cells in their order, joined by NUL
     */
    Optional<String> value(String key) {
        if (System.nanoTime() - lookedAt > LOOK_INTERVAL) {
            readAgainIfChanged();
        }
        return Optional.ofNullable(contents.values().get(key.strip())).filter(value -> !value.isEmpty());
    }

    private synchronized void readAgainIfChanged() {
        if (System.nanoTime() - lookedAt <= LOOK_INTERVAL) {
            return; // another thread was first
        }
        lookedAt = System.nanoTime();
        try {
            if (!Files.getLastModifiedTime(file).equals(contents.modified())) {
                contents = read();
                LOG.info(
                        "{} was read again: {}",
                        file,
                        OneLine.count(contents.values().size(), "row"));
            }
        } catch (IOException e) {
            LOG.error("{} cannot be read again, its former values stay in force: {}", file, OneLine.message(e));
        }
    }

    private Contents read() throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Map<String, String> values = new HashMap<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser rows = FORMAT.parse(reader)) {
            for (String column : keyColumns) {
                requireColumn(rows, column);
            }
            requireColumn(rows, valueColumn);
            for (CSVRecord row : rows) {
                requireCells(row, rows.getHeaderNames().size());
                String key = keyColumns.stream().map(row::get).collect(Collectors.joining("\0"));
                if (values.put(key, row.get(valueColumn)) != null) {
                    throw new IOException(at(row) + "a second row with the same " + String.join(", ", keyColumns));
                }
            }
        } catch (CharacterCodingException e) {
            throw notUtf8(e);
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException notText ? notUtf8(notText) : new IOException(e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": not a CSV table with a header line", e);
        }
        return new Contents(modified, Map.copyOf(values));
    }

    /** Nothing of the line is shown: values of patients are in it. */
    private IOException notUtf8(CharacterCodingException e) {
        return new IOException(file + ": expected UTF-8, found another encoding; save the file as UTF-8", e);
    }

    private void requireColumn(CSVParser rows, String column) throws IOException {
        if (!rows.getHeaderNames().contains(column)) {
            throw new IOException(file + ":1: expected a column \"" + column + "\", found "
                    + String.join(", ", rows.getHeaderNames()));
        }
    }

    private void requireCells(CSVRecord row, int columns) throws IOException {
        if (row.size() != columns) {
            throw new IOException(at(row) + "expected " + columns + " cells, found " + row.size());
        }
    }

    private String at(CSVRecord row) {
        return file + ", row " + row.getRecordNumber() + ": ";
    }
}

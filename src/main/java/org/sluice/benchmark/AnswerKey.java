package org.sluice.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.sluice.benchmark.Answer.Owner;
import org.sluice.benchmark.Answer.Scope;

/**
 * An answer key as NCI publishes it: the table {@code answer_data} of an SQLite file, or the same as CSV, with the columns
 * {@value #STUDY}, {@value #SERIES}, {@value #INSTANCE}, {@value #DATA} and, if there is one, {@value #SCOPE}. {@value #DATA} is a
 * JSON object whose members each are one answer, with {@code action}, {@code action_text}, {@code tag_ds} and {@code value} between
 * angle brackets.
 */
public final class AnswerKey {
    private static final String SCOPE = "scope";
    private static final String STUDY = "StudyInstanceUID";
    private static final String SERIES = "SeriesInstanceUID";
    private static final String INSTANCE = "SOPInstanceUID";
    private static final String DATA = "AnswerData";

    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerKey() {}

    /**
     * Reads a key.
     *
     * @param file ending in {@code .db} or {@code .sqlite}: SQLite; anything else CSV in UTF-8
     * @throws IOException when it cannot be read, or a row is no answer
     */
    public static List<Answer> read(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".db") || name.endsWith(".sqlite") ? readDatabase(file) : readCsv(file);
    }

    private static List<Answer> readCsv(Path file) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        List<Answer> answers = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (CSVRecord row : format.parse(text)) {
                addAll(answers, file, row.getRecordNumber(), row.toMap());
            }
        }
        return answers;
    }

    private static List<Answer> readDatabase(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": expected a file, found none");
        }
        List<Answer> answers = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM answer_data")) {
            ResultSetMetaData columns = rows.getMetaData();
            long number = 0;
            while (rows.next()) {
                Map<String, String> row = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnName(i), text(rows.getString(i)));
                }
                addAll(answers, file, ++number, row);
            }
        } catch (SQLException e) {
            throw new IOException(file + ": expected an SQLite file with a table answer_data", e);
        }
        return answers;
    }

    private static String text(@Nullable String cell) {
        return cell == null ? "" : cell;
    }

    private static void addAll(List<Answer> answers, Path file, long number, Map<String, String> row)
            throws IOException {
        String data = row.get(DATA);
        if (data == null) {
            throw new IOException(file + ": expected a column " + DATA);
        }
        Owner owner = new Owner(
                scope(row.getOrDefault(SCOPE, "")),
                row.getOrDefault(STUDY, ""),
                row.getOrDefault(SERIES, ""),
                row.getOrDefault(INSTANCE, ""));
        JsonNode parsed;
        try {
            parsed = JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": row " + number + ": expected JSON in " + DATA, e);
        }
        for (JsonNode one : parsed) {
            String word = inside(one, "action");
            Optional<AnswerAction> action = AnswerAction.of(word);
            if (action.isEmpty()) {
                throw new IOException(
                        file + ": row " + number + ": expected an action such as text_removed, found another");
            }
            // The path keeps its brackets: they divide its steps.
            String path = one.path("tag_ds").asText("");
            answers.add(new Answer(owner, action.get(), path, inside(one, "value"), inside(one, "action_text")));
        }
    }

    private static Scope scope(String cell) {
        return switch (Bracketed.inside(cell).toLowerCase(Locale.ROOT)) {
            case "series" -> Scope.SERIES;
            case "study", "patient" -> Scope.STUDY;
            default -> Scope.INSTANCE;
        };
    }

    private static String inside(JsonNode answer, String member) {
        return Bracketed.inside(answer.path(member).asText(""));
    }

    /** Writes a key as CSV, a row for each instance. */
    static void write(Path file, List<Answer> answers) throws IOException {
        Map<Owner, ObjectNode> rows = new LinkedHashMap<>();
        for (Answer answer : answers) {
            ObjectNode row = rows.computeIfAbsent(answer.owner(), owner -> JSON.createObjectNode());
            row.putObject(Integer.toString(row.size()))
                    .put("action", Bracketed.of(answer.action().word()))
                    .put("action_text", Bracketed.of(answer.text()))
                    .put("tag_ds", answer.path())
                    .put("value", Bracketed.of(answer.value()));
        }
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(String.join(",", SCOPE, STUDY, SERIES, INSTANCE, DATA) + "\n");
            for (Map.Entry<Owner, ObjectNode> row : rows.entrySet()) {
                Owner owner = row.getKey();
                String data = row.getValue().toString().replace("\"", "\"\"");
                out.write("<Instance>," + owner.studyUid() + "," + owner.seriesUid() + "," + owner.sopInstanceUid());
                out.write(",\"" + data + "\"\n");
            }
        }
    }
}

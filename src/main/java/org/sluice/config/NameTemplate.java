package org.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.text.Suggestions;

/**
 * How files in a folder are named: {@code {StudyInstanceUID}/{SOPInstanceUID}.dcm}. Each part between slashes names a
 * directory, the last one the file.
 *
 * @param parts at least one; none is empty
 */
public record NameTemplate(List<List<Piece>> parts) {
    /** The longest that a field becomes, in characters. */
    public static final int LONGEST_FIELD = 64;

    /** Of one part, so that a number has room in what file systems allow. */
    private static final int LONGEST_PART = 240;

    private static final int MOST_PARTS = 8;
    private static final Pattern PIECE = Pattern.compile("\\{([^{}]*)\\}|[A-Za-z0-9._ -]+");

    /** Keeps its own copy of {@code parts}. */
    public NameTemplate {
        parts = parts.stream().map(List::copyOf).toList();
    }

    /** A text as it is, or a field. */
    public sealed interface Piece {}

    /** Letters, digits, dots, hyphens, underscores and blanks. */
    public record Text(String text) implements Piece {}

    /** Whatever the instance has there. */
    public record Value(Field field) implements Piece {}

    /** What a name can be made of. */
    public enum Field {
        /** The called AE title by which it came. */
        ROUTE("route"),
        /** The day on which it came, in UTC. */
        RECEIVED("received"),
        SOP_CLASS_UID("SOPClassUID"),
        SOP_INSTANCE_UID("SOPInstanceUID"),
        STUDY_INSTANCE_UID("StudyInstanceUID"),
        SERIES_INSTANCE_UID("SeriesInstanceUID"),
        STUDY_DATE("StudyDate"),
        STUDY_ID("StudyID"),
        MODALITY("Modality"),
        ACCESSION_NUMBER("AccessionNumber"),
        PATIENT_ID("PatientID"),
        SERIES_NUMBER("SeriesNumber"),
        INSTANCE_NUMBER("InstanceNumber");

        private final String word;

        Field(String word) {
            this.word = word;
        }

        /** As it is written; of attributes their keyword. */
        public String word() {
            return word;
        }

        /** Whether the data set has to be looked at for it. */
        public boolean isOfDataSet() {
            return compareTo(SOP_INSTANCE_UID) > 0;
        }

        private static List<String> words() {
            return List.of(values()).stream().map(Field::word).toList();
        }
    }

    static Optional<NameTemplate> read(Section section) {
        if (!section.has("name")) {
            return Optional.empty();
        }
        String text = section.text("name");
        List<List<Piece>> parts = new ArrayList<>();
        if (!text.isBlank()) {
            for (String part : text.split("/", -1)) {
                parts.add(part(part, section));
            }
        }
        if (parts.size() > MOST_PARTS) {
            section.report(
                    section.at("name"), "name: expected at most " + MOST_PARTS + " parts, found " + parts.size());
        }
        return Optional.of(new NameTemplate(parts));
    }

    private static List<Piece> part(String part, Section section) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(part);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            if (matcher.group(1) == null) {
                pieces.add(new Text(matcher.group()));
            } else {
                field(matcher.group(1), section).ifPresent(field -> pieces.add(new Value(field)));
            }
        }
        int longest = pieces.stream()
                .mapToInt(piece -> piece instanceof Text text ? text.text().length() : LONGEST_FIELD)
                .sum();
        boolean edged = part.startsWith(".") || part.startsWith(" ") || part.endsWith(".") || part.endsWith(" ");
        if (end < part.length() || part.isEmpty() || edged) {
            section.report(
                    section.at("name"),
                    "name: expected parts of letters, digits, dots, hyphens, underscores, blanks and {FIELD}, between"
                            + " slashes, without a dot or blank at either end, found \"" + part + "\"");
        } else if (longest > LONGEST_PART) {
            section.report(
                    section.at("name"),
                    "name: expected parts that become at most " + LONGEST_PART + " characters, with " + LONGEST_FIELD
                            + " for each field, found " + longest);
        }
        return pieces;
    }

    private static Optional<Field> field(String word, Section section) {
        for (Field field : Field.values()) {
            if (field.word().equals(word)) {
                return Optional.of(field);
            }
        }
        section.find("name")
                .ifPresent(at -> section.report(
                        at,
                        "name: expected one of the fields " + Section.listed(Field.words()) + ", found \"" + word
                                + "\"",
                        Suggestions.near(word, Field.words())));
        return Optional.empty();
    }
}

package org.sluice.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The LDAP schema of PS3.15 H.1.3 as definitions of RFC 4512 4.1, made of the table beside this class. */
final class DicomSchema {
    private DicomSchema() {}

    /** In parentheses, each on one line. */
    static List<String> attributeTypes() {
        return rows("attribute").map(DicomSchema::attributeType).toList();
    }

    /** In parentheses, each on one line. */
    static List<String> objectClasses() {
        return rows("class").map(DicomSchema::objectClass).toList();
    }

    /** A file as slapd reads it. */
    static String forSlapd() {
        List<String> lines = new ArrayList<>();
        attributeTypes().forEach(type -> lines.add("attributetype " + type));
        objectClasses().forEach(type -> lines.add("objectclass " + type));
        return String.join("\n", lines) + "\n";
    }

    private static Stream<String[]> rows(String kind) {
        try (InputStream table = Objects.requireNonNull(DicomSchema.class.getResourceAsStream("dicom-schema.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(row -> row[0].equals(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String attributeType(String[] row) {
        String syntax =
                switch (row[3]) {
                    case "text" -> " EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch" + syntax(15);
                    case "ia5" -> " EQUALITY caseExactIA5Match" + syntax(26);
                    case "dn" -> " EQUALITY distinguishedNameMatch" + syntax(12);
                    case "bool" -> " EQUALITY booleanMatch" + syntax(7);
                    case "int" -> " EQUALITY integerMatch" + syntax(27);
                    case "oid" -> " EQUALITY objectIdentifierMatch" + syntax(38);
                    case "binary" -> syntax(5);
                    default -> throw new IllegalArgumentException(String.join(" ", row));
                };
        return "( 1.2.840.10008.15.0.3." + row[1] + " NAME '" + row[2] + "'" + syntax
                + (row[4].equals("one") ? " SINGLE-VALUE )" : " )");
    }

    private static String syntax(int number) {
        return " SYNTAX 1.3.6.1.4.1.1466.115.121.1." + number;
    }

    private static String objectClass(String[] row) {
        List<String> words = Arrays.asList(row).subList(3, row.length);
        int slash = words.indexOf("/");
        return "( 1.2.840.10008.15.0.4." + row[1] + " NAME '" + row[2] + "' SUP top STRUCTURAL"
                + listed(" MUST ", words.subList(0, slash)) + listed(" MAY ", words.subList(slash + 1, words.size()))
                + " )";
    }

    private static String listed(String keyword, List<String> names) {
        return names.isEmpty() ? "" : names.stream().collect(Collectors.joining(" $ ", keyword + "( ", " )"));
    }
}

package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.config.NameTemplate;
import org.sluice.config.NameTemplate.Field;
import org.sluice.config.NameTemplate.Piece;
import org.sluice.config.NameTemplate.Text;
import org.sluice.config.NameTemplate.Value;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Header;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;

/**
 * Names files by a template. A value from the network is a name and nothing else: of it, letters and digits of ASCII, hyphens,
 * underscores, and dots that are not at its ends stay; every other byte of its UTF-8 is a percent sign and two hexadecimal
 * digits. So two values never become the same. What has no value is {@code %none}; what is longer than {@link
 * NameTemplate#LONGEST_FIELD} is cut, and ends in {@code %-} and 16 digits of its SHA-256.
 */
final class FileNames {
    private static final String NO_VALUE = "%none";
    private static final String CUT = "%-";
    private static final int DIGEST_BYTES = 8;
    private static final int KEPT = NameTemplate.LONGEST_FIELD - CUT.length() - 2 * DIGEST_BYTES;

    /** Windows has devices by these names, whatever follows behind a dot. */
    private static final Set<String> DEVICES = devices();

    private final NameTemplate template;
    private final boolean needsDataSet;

    FileNames(NameTemplate template) {
        this.template = template;
        this.needsDataSet = template.parts().stream()
                .flatMap(List::stream)
                .anyMatch(piece -> piece instanceof Value value && value.field().isOfDataSet());
    }

    private static Set<String> devices() {
        Set<String> ports = IntStream.rangeClosed(0, 9)
                .boxed()
                .flatMap(i -> Stream.of("COM" + i, "LPT" + i))
                .collect(Collectors.toSet());
        ports.addAll(Set.of("CON", "PRN", "AUX", "NUL"));
        return ports;
    }

    /**
     * The path of an instance's file, relative to the folder.
     *
     * @throws DataSetException the data set cannot be read as far as the template needs it
     */
    Path of(SpooledInstance instance) throws IOException, DataSetException {
        Header header = needsDataSet ? SpooledHeader.read(instance) : null;
        String path = template.parts().stream()
                .map(part -> withoutDevice(part.stream()
                        .map(piece -> text(piece, instance.facts(), header))
                        .collect(Collectors.joining())))
                .collect(Collectors.joining("/"));
        return Path.of(path);
    }

    private static String text(Piece piece, SpoolFacts facts, @Nullable Header header) {
        return piece instanceof Text text ? text.text() : escaped(value(((Value) piece).field(), facts, header));
    }

    private static String value(Field field, SpoolFacts facts, @Nullable Header header) {
        return switch (field) {
            case ROUTE -> facts.route();
            case RECEIVED ->
                LocalDate.ofInstant(facts.origin().receivedAt(), ZoneOffset.UTC).toString();
            case SOP_CLASS_UID -> facts.sopClassUid();
            case SOP_INSTANCE_UID -> facts.sopInstanceUid();
            default -> header == null ? "" : value(header, field);
        };
    }

    private static String value(Header header, Field field) {
        int tag = Dictionary.standard().byKeyword(field.word()).orElseThrow().tag();
        int index = header.find(tag);
        return index >= 0 && header.isHeld(index) && !header.isSequence(index) ? header.text(index) : "";
    }

    /** A value as a part of a name. */
    static String escaped(String value) {
        String stripped = value.replaceAll("[\\s\\x00]+$", "").replaceAll("^\\s+", "");
        if (stripped.isEmpty()) {
            return NO_VALUE;
        }
        byte[] bytes = stripped.getBytes(StandardCharsets.UTF_8);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            boolean inner = i > 0 && i < bytes.length - 1;
            name.append(isPlain(c) || (c == '.' && inner) ? Character.toString(c) : hex(c));
        }
        return name.length() <= NameTemplate.LONGEST_FIELD
                ? name.toString()
                : name.substring(0, KEPT) + CUT + digest(bytes);
    }

    private static boolean isPlain(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    }

    private static String hex(char c) {
        return "%" + HexFormat.of().withUpperCase().toHexDigits((byte) c);
    }

    private static String digest(byte[] value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value);
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String withoutDevice(String part) {
        String base = part.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
        return DEVICES.contains(base) ? hex(part.charAt(0)) + part.substring(1) : part;
    }

    /** The name with a number, for another instance that would have the same; the first has none. */
    static Path numbered(Path path, int number) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        Optional<String> ending =
                dot > 0 && name.length() - dot <= 5 ? Optional.of(name.substring(dot)) : Optional.empty();
        String stem = ending.isPresent() ? name.substring(0, dot) : name;
        return number == 1 ? path : path.resolveSibling(stem + "-" + number + ending.orElse(""));
    }
}

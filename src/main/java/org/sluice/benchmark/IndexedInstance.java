package org.sluice.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;

/**
 * A DICOM file as an answer key sees it: each element of each depth by its path, with its value as pydicom prints it; several
 * values as a list in brackets. Of a sequence the text is that of all its elements.
 */
final class IndexedInstance {
    /** A file is held whole: 1 GiB at most. */
    private static final HeaderLimits LIMITS = new HeaderLimits(1 << 30, 64, 1 << 20);

    private final Header dataSet;
    private final Map<String, Integer> elements = new LinkedHashMap<>();

    private IndexedInstance(Header dataSet) {
        this.dataSet = dataSet;
        String[] paths = new String[dataSet.size()];
        for (int i = 0; i < dataSet.size(); i++) {
            int parent = dataSet.parent(i);
            String step = "<" + step(i) + ">";
            paths[i] =
                    parent < 0 ? step : paths[parent] + String.format(Locale.ROOT, "[<%04d>]", dataSet.item(i)) + step;
            elements.putIfAbsent(paths[i], i);
        }
    }

    /**
     * Reads a file.
     *
     * @throws DataSetException when it is no DICOM file, or a damaged one
     */
    static IndexedInstance read(Path file) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file, LIMITS);
                DataSetPieces pieces = part10.pieces(LIMITS.maxBytes())) {
            HeaderReader reader = HeaderReader.ofWhole(part10.syntax(), LIMITS);
            for (ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
                reader.accept(bytes);
            }
            reader.end();
            return new IndexedInstance(reader.header());
        }
    }

    private String step(int i) {
        int tag = dataSet.tag(i);
        String creator = Tag.isPrivate(tag) ? dataSet.privateCreator(i) : null;
        String group = String.format(Locale.ROOT, "%04x", Tag.group(tag));
        return creator == null
                ? "(" + group + "," + String.format(Locale.ROOT, "%04x", Tag.element(tag)) + ")"
                : "(" + group + ",\"" + creator.toUpperCase(Locale.ROOT) + "\","
                        + String.format(Locale.ROOT, "%02x", tag & 0xFF) + ")";
    }

    /** The path with digits of tags in lower case: the key writes them so, and people seldom do. */
    private static String canonical(String path) {
        return path.contains("\"") ? path : path.toLowerCase(Locale.ROOT);
    }

    boolean has(String path) {
        return elements.containsKey(canonical(path));
    }

    /** The value at a path; empty text for no value, empty for no element. */
    Optional<String> text(String path) {
        Integer element = elements.get(canonical(path));
        return element == null ? Optional.empty() : Optional.of(text((int) element));
    }

    /** The value of a top-level element; empty text where it has none. */
    String text(Tagged tagged) {
        int element = dataSet.find(tagged.tag());
        return element < 0 ? "" : text(element);
    }

    /** An element of the top level. */
    record Tagged(int tag) {}

    /** Each UID with its path. */
    Map<String, String> uids() {
        Map<String, String> uids = new LinkedHashMap<>();
        elements.forEach((path, i) -> {
            if (dataSet.vr(i) == Vr.UI && !dataSet.isSequence(i)) {
                uids.put(path, text((int) i));
            }
        });
        return uids;
    }

    private String text(int i) {
        if (dataSet.isSequence(i)) {
            List<String> below = new ArrayList<>();
            for (int child = i + 1; child < dataSet.subtreeEnd(i); child++) {
                if (!dataSet.isSequence(child)) {
                    below.add(text(child));
                }
            }
            return String.join(" ", below);
        }
        Vr vr = dataSet.vr(i);
        if (vr.isText()) {
            List<String> values =
                    dataSet.texts(i).stream().map(IndexedInstance::unpadded).toList();
            String quote = vr == Vr.DS || vr == Vr.IS ? "" : "'";
            return values.size() < 2
                    ? String.join("", values)
                    : values.stream().map(value -> quote + value + quote).collect(Collectors.joining(", ", "[", "]"));
        }
        if (vr.isBinaryNumber()) {
            return numbers(i, vr);
        }
        return vr == Vr.UN ? unpadded(new String(dataSet.value(i), StandardCharsets.ISO_8859_1)) : "";
    }

    private String numbers(int i, Vr vr) {
        List<String> numbers = new ArrayList<>();
        for (int index = 0; index < dataSet.numberCount(i); index++) {
            boolean real = vr == Vr.FL || vr == Vr.FD;
            numbers.add(real ? Double.toString(dataSet.real(i, index)) : Long.toString(dataSet.integer(i, index)));
        }
        return numbers.size() == 1
                ? numbers.get(0)
                : numbers.isEmpty() ? "" : numbers.stream().collect(Collectors.joining(", ", "[", "]"));
    }

    private static String unpadded(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end).strip();
    }

    // ---- pixels

    /** The digest of the value of Pixel Data, by the algorithm whose digests have as many digits as this one. */
    Optional<String> pixelDigest(String like) {
        int pixels = dataSet.find(Tag.PIXEL_DATA);
        if (pixels < 0) {
            return Optional.empty();
        }
        String algorithm =
                switch (like.length()) {
                    case 32 -> "MD5";
                    case 40 -> "SHA-1";
                    default -> "SHA-256";
                };
        try {
            byte[] value = Arrays.copyOfRange(dataSet.bytes(), dataSet.valueOffset(pixels), dataSet.end(pixels));
            return Optional.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(value)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /**
     * Whether an area of the first frame is of one colour; empty where that cannot be told: other than native pixel data of whole
     * bytes, or an area outside.
     *
     * @param area left, top, right, bottom; the last two not included
     */
    Optional<Boolean> isUniform(String area) {
        int pixels = dataSet.find(Tag.PIXEL_DATA);
        Optional<int[]> corners = corners(area);
        if (pixels < 0 || corners.isEmpty() || dataSet.undefinedLength(pixels)) {
            return Optional.empty();
        }
        int[] c = corners.get();
        int columns = (int) number(0x0028_0011);
        int size = (int) (number(0x0028_0002) * number(0x0028_0100) / 8);
        long last = ((long) (c[3] - 1) * columns + c[2]) * size;
        if (size == 0 || c[2] > columns || c[0] >= c[2] || c[1] >= c[3] || last > dataSet.valueLength(pixels)) {
            return Optional.empty();
        }
        byte[] bytes = dataSet.bytes();
        int start = dataSet.valueOffset(pixels);
        int first = start + (c[1] * columns + c[0]) * size;
        for (int y = c[1]; y < c[3]; y++) {
            for (int x = c[0]; x < c[2]; x++) {
                int here = start + (y * columns + x) * size;
                if (!Arrays.equals(bytes, first, first + size, bytes, here, here + size)) {
                    return Optional.of(false);
                }
            }
        }
        return Optional.of(true);
    }

    private static Optional<int[]> corners(String area) {
        if (!area.matches("\\d{1,5},\\d{1,5},\\d{1,5},\\d{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(
                Arrays.stream(area.split(",", -1)).mapToInt(Integer::parseInt).toArray());
    }

    private long number(int tag) {
        int element = dataSet.find(tag);
        boolean known = element >= 0 && dataSet.vr(element) == Vr.US && dataSet.numberCount(element) > 0;
        return known ? dataSet.integer(element, 0) : 0;
    }
}

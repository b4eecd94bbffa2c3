package org.sluice.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** Reads the two tables of PS3.6 that ship with this package; each line is fields divided by blanks, a bar, and a name. */
final class DictionaryText {
    private DictionaryText() {}

    static List<Dictionary.Entry> elements() {
        return read("elements.txt", (fields, name) -> {
            int tag = Integer.parseUnsignedInt(fields[0].replace('x', '0'), 16);
            List<Vr> vrs = Arrays.stream(fields[1].split("/")).map(Vr::valueOf).toList();
            String vm = fields[2].replace("/", " or ");
            return new Dictionary.Entry(tag, mask(fields[0]), vrs, vm, fields[3], name, fields[4].equals("R"));
        });
    }

    /** Which bits of a tag count: those of all digits but {@code x}, which stands for any. */
    static int mask(String digits) {
        int mask = 0;
        for (int i = 0; i < digits.length(); i++) {
            mask = mask << 4 | (digits.charAt(i) == 'x' ? 0 : 0xF);
        }
        return mask;
    }

    static List<Uids.Registered> uids() {
        return read("uids.txt", (fields, name) -> {
            String keyword = fields[3].equals("-") ? "" : fields[3];
            return new Uids.Registered(fields[0], name, keyword, Uids.Type.of(fields[1]), fields[2].equals("R"));
        });
    }

    private static <T> List<T> read(String resource, BiFunction<String[], String, T> line) {
        List<String> lines = lines(resource);
        List<T> entries = new ArrayList<>(lines.size());
        for (String next : lines) {
            int bar = next.indexOf('|');
            entries.add(line.apply(next.substring(0, bar).split(" "), next.substring(bar + 1)));
        }
        return entries;
    }

    /** The lines of a table that ships with this package, without those that begin with #. */
    static List<String> lines(String resource) {
        return text(resource).lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** All of a table that ships with this package. */
    static String text(String resource) {
        try (InputStream bytes = Objects.requireNonNull(DictionaryText.class.getResourceAsStream(resource), resource)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own resource " + resource + " cannot be read", e);
        }
    }
}

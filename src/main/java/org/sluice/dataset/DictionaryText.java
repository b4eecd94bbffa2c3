package org.sluice.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
            String digits = fields[0];
            int mask = (int) Long.parseLong(digits.replaceAll("[^x]", "F").replace('x', '0'), 16);
            int tag = Integer.parseUnsignedInt(digits.replace('x', '0'), 16);
            List<Vr> vrs = Arrays.stream(fields[1].split("/")).map(Vr::valueOf).toList();
            String vm = fields[2].replace("/", " or ");
            return new Dictionary.Entry(tag, mask, vrs, vm, fields[3], name, fields[4].equals("R"));
        });
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
        InputStream bytes = Objects.requireNonNull(DictionaryText.class.getResourceAsStream(resource), resource);
        try (BufferedReader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>(5400);
            for (String next = text.readLine(); next != null; next = text.readLine()) {
                if (!next.startsWith("#")) {
                    lines.add(next);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own resource " + resource + " cannot be read", e);
        }
    }
}

package org.sluice.recipe.action;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that {@code func:clean_words} lets stand: they say what an image shows and how it was made, and name nobody. */
public final class ImageWords {
    private static final String WORDS = "image-words.txt";

    private ImageWords() {}

    private static final class Table {
        static final Set<String> ALL = read();

        private static Set<String> read() {
            try (InputStream text = Objects.requireNonNull(ImageWords.class.getResourceAsStream(WORDS), WORDS)) {
                return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** All of them, in lower case. */
    public static Set<String> all() {
        return Table.ALL;
    }
}

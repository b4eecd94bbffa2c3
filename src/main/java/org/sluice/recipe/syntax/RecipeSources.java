package org.sluice.recipe.syntax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** Reads recipe files, and in the strict reading those that they include: each once, before the one that includes it. */
public final class RecipeSources {
    private static final Pattern INCLUDE =
            Pattern.compile("\\s*(%include\\s+([^#\\s][^#]*?))\\s*(?:#.*)?", Pattern.CASE_INSENSITIVE);
    private static final int DEEPEST = 8;

    private final Map<String, SourceText> read = new LinkedHashMap<>();

    private RecipeSources() {}

    /**
     * The texts that make up a recipe, in load order.
     *
     * @throws RecipeException when an {@code %include} names no file that can be read, or one that includes this one
     * @throws IOException when one of the files cannot be read
     */
    public static List<SourceText> read(List<Path> files, Reading reading) throws IOException, RecipeException {
        List<SourceText> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(SourceText.read(file));
        }
        return reading == Reading.COMPAT ? texts : withIncluded(texts);
    }

    /** These texts, with the files that they include before them. */
    public static List<SourceText> withIncluded(List<SourceText> texts) throws IOException, RecipeException {
        RecipeSources sources = new RecipeSources();
        for (SourceText text : texts) {
            sources.add(text, 0);
        }
        return List.copyOf(sources.read.values());
    }

    private void add(SourceText text, int depth) throws IOException, RecipeException {
        int number = 0;
        for (String line : text.lines()) {
            number++;
            Matcher include = INCLUDE.matcher(line);
            if (include.matches()) {
                Span at = new Span(
                        text.name(),
                        number,
                        include.start(2) + 1,
                        include.group(2).length());
                include(text, include.group(2), at, line, depth);
            }
        }
        read.putIfAbsent(key(text.name()), text);
    }

    private void include(SourceText text, String written, Span at, String line, int depth)
            throws IOException, RecipeException {
        Optional<Path> file = Includes.named(text.name(), written).map(Path::of);
        if (file.isEmpty() || !Files.isRegularFile(file.get())) {
            throw refused(at, "expected the file of a recipe, beside this one; found none", line);
        }
        if (depth == DEEPEST) {
            throw refused(at, "expected recipes that do not include one another in a circle", line);
        }
        if (!read.containsKey(key(file.get().toString()))) {
            add(SourceText.read(file.get()), depth + 1);
        }
    }

    private static String key(String name) {
        return Path.of(name).normalize().toString();
    }

    private static RecipeException refused(Span at, String message, String line) {
        return new RecipeException(List.of(Problem.error(at, message, line)));
    }
}

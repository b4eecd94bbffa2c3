package org.sluice.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * dciodvfy of dicom3tools, which says whether an instance is as its IOD wants it. It runs as a process of its own, with a time
 * limit for each file and one for all files together. Used by any number of threads.
 */
public final class Dciodvfy {
    private static final String PROGRAM = "dciodvfy";
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_OUTPUT = 1 << 20;
    /** It quotes values. */
    private static final Pattern VALUES = Pattern.compile("<[^>]*>");

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private final Path program;
    private final AtomicLong nanosLeft;

    private Dciodvfy(Path program, Duration together) {
        this.program = program;
        this.nanosLeft = new AtomicLong(together.toNanos());
    }

    /**
     * The one that is installed.
     *
     * @param together how long it may run over all files
     * @return empty when none is on the path of the process
     */
    public static Optional<Dciodvfy> installed(Duration together) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> new Dciodvfy(found, together));
    }

    /**
     * Gives each error that is in the output and not in the original, without values.
     *
     * @return false when there was no time left to look, or one of the two runs did not end in time
     */
    boolean compare(Path original, Path output, Consumer<String> errors) throws IOException, InterruptedException {
        if (nanosLeft.get() <= 0) {
            return false;
        }
        long started = System.nanoTime();
        try {
            Optional<List<String>> after = errors(output);
            if (after.isEmpty()) {
                return false;
            }
            if (after.get().isEmpty()) {
                return true;
            }
            Optional<List<String>> before = errors(original);
            before.ifPresent(known -> {
                List<String> added = new ArrayList<>(after.get());
                known.forEach(added::remove);
                added.stream().distinct().forEach(errors);
            });
            return before.isPresent();
        } finally {
            nanosLeft.addAndGet(started - System.nanoTime());
        }
    }

    /** Empty when it was ended because it took too long. */
    private Optional<List<String>> errors(Path file) throws IOException, InterruptedException {
        Path said = Files.createTempFile("sluice-", ".txt");
        try {
            Process process = new ProcessBuilder(
                            program.toString(), file.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            try (InputStream output = Files.newInputStream(said)) {
                return Optional.of(errors(output.readNBytes(MOST_OUTPUT)));
            }
        } finally {
            Files.deleteIfExists(said);
        }
    }

    /** The lines that are errors, as they can be compared between two files. */
    static List<String> errors(byte[] output) {
        return new String(output, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("Error"))
                .map(line ->
                        INDEX.matcher(VALUES.matcher(line).replaceAll("<>")).replaceAll("[]"))
                .toList();
    }
}

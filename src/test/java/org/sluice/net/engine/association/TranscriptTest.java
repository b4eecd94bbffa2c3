package org.sluice.net.engine.association;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Associations as their transcripts say, whatever the pieces in which the bytes come. */
class TranscriptTest {
    private static final List<String> FILES =
            List.of("establishment.txt", "release.txt", "abort.txt", "timers.txt", "data.txt");

    record Scene(String title, Role role, List<String> lines) {}

    static Stream<Arguments> scenes() {
        return FILES.stream().flatMap(file -> read(file).stream()).flatMap(scene -> Stream.of(1, 7, 1 << 20)
                .map(chunk -> Arguments.of(scene.title(), chunk, scene)));
    }

    @ParameterizedTest(name = "{0}, {1} bytes at once")
    @MethodSource("scenes")
    void theAssociationGoesAsTheTranscriptSays(String title, int chunk, Scene scene) throws IOException {
        new Transcript(scene.role(), scene.lines(), chunk).play();
    }

    /** A file of scenes: {@code # title (acceptor)}, then its lines; other lines with {@code #} are comments. */
    private static List<Scene> read(String file) {
        List<Scene> scenes = new ArrayList<>();
        for (String line : text(file).lines().toList()) {
            if (line.startsWith("# ") && line.endsWith("(acceptor)")) {
                scenes.add(new Scene(line.substring(2), Role.ACCEPTOR, new ArrayList<>()));
            } else if (line.startsWith("# ") && line.endsWith("(requestor)")) {
                scenes.add(new Scene(line.substring(2), Role.REQUESTOR, new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                scenes.get(scenes.size() - 1).lines().add(line);
            }
        }
        return scenes;
    }

    private static String text(String file) {
        try (InputStream in = TranscriptTest.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no transcript " + file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }
}

package org.sluice.net.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.sluice.peers.StowServer;

class MultipartBodyTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("multipart");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder, new FileVisitOption[0])) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private static MultipartBody body(List<FileToSend> files) {
        StowOptions options =
                new StowOptions(URI.create("http://x/studies"), Optional.empty(), Authorization.NONE, LONG, LONG, LONG);
        return new MultipartBody(List.copyOf(files), new Progress(options));
    }

    @Property(tries = 200)
    void whateverIsInTheFilesTheyAreReadBackAsTheyWere(
            @ForAll @Size(min = 1, max = 4) List<byte[]> beginnings,
            @ForAll @Size(min = 4, max = 4) List<byte[]> dataSets,
            @ForAll @IntRange(min = 1, max = 200) int chunk)
            throws IOException {
        List<FileToSend> files = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < beginnings.size(); i++) {
            files.add(FileToSend.of(folder, "1." + i, beginnings.get(i), dataSets.get(i)));
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(beginnings.get(i));
            whole.writeBytes(dataSets.get(i));
            expected.add(whole.toByteArray());
        }
        try (MultipartBody body = body(files)) {
            byte[] sent = readIn(body.open(), chunk);
            List<byte[]> parts = StowServer.parts(body.contentType(), sent);

            assertThat(sent).hasSize((int) body.length());
            assertThat(parts).usingElementComparator(java.util.Arrays::compare).isEqualTo(expected);
            assertThat(body.open().readAllBytes()).isEqualTo(sent);
        }
    }

    private static byte[] readIn(InputStream in, int chunk) {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] piece = new byte[chunk];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                all.write(piece, 0, read);
            }
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Property(tries = 20)
    void aFileThatEndsTooEarlyBreaksTheBodyOff(@ForAll @IntRange(min = 1, max = 1000) int missing) throws IOException {
        FileToSend damaged =
                FileToSend.of(folder, "1.2", new byte[10], new byte[20]).cutBy(missing);
        try (MultipartBody body = body(List.of(damaged))) {
            assertThatThrownBy(() -> body.open().readAllBytes()).hasMessage("missing: " + missing);
            assertThat(body.fault()).hasMessage("missing: " + missing);
        }
    }

    @Property(tries = 1)
    void noTwoBodiesHaveTheSameBoundary() throws IOException {
        FileToSend file = FileToSend.of(folder, "1.2", new byte[1], new byte[1]);
        try (MultipartBody one = body(List.of(file));
                MultipartBody other = body(List.of(file))) {
            assertThat(one.contentType()).isNotEqualTo(other.contentType());
        }
    }
}

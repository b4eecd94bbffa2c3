package org.sluice.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Libraries that are no programs by themselves, driven by the small scripts beside this class. */
public final class PeerScripts {
    private static final Path JARS = Path.of("/usr/share/java");
    private static final Path MODULES = Path.of(System.getProperty("user.home"), ".cache/sluice-peers/node_modules");

    private PeerScripts() {}

    /** A class of PixelMed's, or a source file to run with it, as a command. */
    static List<String> pixelMed(String what, String... arguments) {
        Peers.requirePath(JARS.resolve("pixelmed.jar"), "libpixelmed-java");
        String classPath = Stream.of(
                        "pixelmed", "commons-codec", "commons-net", "slf4j-api", "vecmath", "jmdns", "hsqldb")
                .map(jar -> JARS.resolve(jar + ".jar").toString())
                .collect(Collectors.joining(":"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", classPath, what));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a script with dcmjs-dimse to its end. */
    static PeerProcess.Ended runNode(Path folder, String script, Duration limit, String... arguments) {
        try (PeerProcess process = startNode(folder, script, arguments)) {
            return process.awaitExit(limit);
        }
    }

    /** A server that speaks HTTP/2 and answers every Store request as if it had stored this one instance. */
    public static PeerProcess http2Server(Path folder, TestAuthority.Issued keys, String sopInstanceUid) {
        return PeerProcess.start(List.of(
                Peers.require("node").toString(),
                copy("stow_http2.js", folder).toString(),
                keys.key().toString(),
                keys.certificate().toString(),
                sopInstanceUid));
    }

    static PeerProcess startNode(Path folder, String script, String... arguments) {
        if (!Files.isDirectory(MODULES.resolve("dcmjs-dimse"))) {
            Peers.absent("dcmjs-dimse is not installed: npm install --prefix ~/.cache/sluice-peers dcmjs-dimse@0.3.3");
        }
        List<String> command = new ArrayList<>(
                List.of(Peers.require("node").toString(), copy(script, folder).toString()));
        command.addAll(List.of(arguments));
        return PeerProcess.start(command, Path.of(""), Map.of("NODE_PATH", MODULES.toString()));
    }

    /** The script as a file. */
    static Path copy(String script, Path folder) {
        try (InputStream in = PeerScripts.class.getResourceAsStream(script)) {
            Path file = folder.resolve(script);
            Files.createDirectories(folder);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

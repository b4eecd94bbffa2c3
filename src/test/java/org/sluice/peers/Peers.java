package org.sluice.peers;

import static java.util.Map.entry;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds the programs the tests talk to, and says how to install those that are absent. */
public final class Peers {
    /** The Debian and Ubuntu package of each program the tests may ask for. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            entry("storescu", "dcmtk"),
            entry("storescp", "dcmtk"),
            entry("dcmsend", "dcmtk"),
            entry("echoscu", "dcmtk"),
            entry("dcmdump", "dcmtk"),
            entry("dcmconv", "dcmtk"),
            entry("dcmcrle", "dcmtk"),
            entry("dcmdrle", "dcmtk"),
            entry("dcmcjpeg", "dcmtk"),
            entry("dcmdjpeg", "dcmtk"),
            entry("dcmcjpls", "dcmtk"),
            entry("dcmdjpls", "dcmtk"),
            entry("dcmj2pnm", "dcmtk"),
            entry("dcml2pnm", "dcmtk"),
            entry("movescu", "dcmtk"),
            entry("dcmqrscp", "dcmtk"),
            entry("Orthanc", "orthanc"),
            entry("odil", "odil"),
            entry("gdcmscu", "libgdcm-tools"),
            entry("gdcmconv", "libgdcm-tools"),
            entry("send_image", "ctn"),
            entry("dicom_echo", "ctn"),
            entry("simple_storage", "ctn"),
            entry("dciodvfy", "dicom3tools"),
            entry("node", "nodejs"),
            entry("chromium", "chromium"),
            entry("chromedriver", "chromium-driver"),
            entry("prometheus", "prometheus"),
            entry("promtool", "prometheus"),
            entry("amtool", "prometheus-alertmanager"),
            entry("prometheus-alertmanager", "prometheus-alertmanager"),
            entry("python3", "python3"),
            entry("slapd", "slapd"),
            entry("slapadd", "slapd"),
            entry("setpriv", "util-linux"),
            entry("unshare", "util-linux"));

    /** Debian keeps servers where a user's PATH often does not look. */
    private static final List<String> SERVER_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");

    private Peers() {}

    /** The program's path; without it the calling test is skipped aloud, or fails where {@code CI=true}. */
    public static Path require(String program) {
        return find(program).orElseGet(() -> {
            absent(program + " is not installed: apt-get install " + packageOf(program));
            throw new AssertionError("unreachable: absent() always throws");
        });
    }

    /** The test is skipped aloud on a host that gives no namespace of its own, such as {@code --mount} or {@code --net}. */
    public static void assumeUnshared(String what) throws IOException, InterruptedException {
        Process trial = new ProcessBuilder(require("unshare").toString(), what, "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Assumptions.assumeTrue(trial.waitFor() == 0, "SKIPPED: this host does not allow unshare " + what);
    }

    /** A file or folder that an installed package brings, with the same consequences as {@link #require}. */
    public static Path requirePath(Path path, String debianPackage) {
        if (!Files.exists(path)) {
            absent(path + " does not exist: apt-get install " + debianPackage);
        }
        return path;
    }

    /** The example files of Debian's python3-pydicom: odd, old, compressed and broken ones. */
    public static Path pydicomTestFiles() {
        return requirePath(Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files"), "python3-pydicom");
    }

    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), SERVER_FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst();
    }

    static String packageOf(String program) {
        return Optional.ofNullable(PACKAGES.get(program))
                .orElseThrow(() -> new IllegalArgumentException("Peers.PACKAGES names no package for " + program));
    }

    /** Skips the calling test, saying why; where {@code CI=true} fails it. */
    static void absent(String message) {
        end(message, System.getenv("CI"));
    }

    /** Where CI runs, everything is installed: a skipped test there would be a test that nobody ever runs. */
    static void end(String message, @Nullable String ci) {
        if ("true".equalsIgnoreCase(ci)) {
            Assertions.fail("CI=true, but " + message);
        }
        Assumptions.abort(message);
    }
}

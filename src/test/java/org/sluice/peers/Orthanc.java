package org.sluice.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An Orthanc with an empty database in the test's folder, on free loopback ports, without plugins but that for DICOMweb where a
 * test asks for it.
 */
public final class Orthanc implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** Each request on a connection of its own: Orthanc closes idle ones at any moment, also that of the next request. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final PeerProcess process;
    private final int dicomPort;
    private final int httpPort;
    private final boolean tls;
    private final Optional<WebAccess> web;

    /** Who alone may use Orthanc's web server. */
    public record WebAccess(String user, String password) {}

    private Orthanc(PeerProcess process, int dicomPort, int httpPort, boolean tls, Optional<WebAccess> web) {
        this.tls = tls;
        this.process = process;
        this.dicomPort = dicomPort;
        this.httpPort = httpPort;
        this.web = web;
    }

    /** Starts one with the plug-in for DICOMweb. */
    public static Orthanc startWithDicomWeb(Path folder) {
        return startWeb(folder, Optional.empty());
    }

    /** The same for one user. */
    public static Orthanc startWithDicomWeb(Path folder, WebAccess access) {
        return startWeb(folder, Optional.of(access));
    }

    private static Orthanc startWeb(Path folder, Optional<WebAccess> access) {
        Path plugin =
                Peers.requirePath(Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so"), "orthanc-dicomweb");
        int dicomPort = FreePort.number();
        int httpPort = FreePort.number();
        ObjectNode settings = settings(folder, dicomPort, httpPort);
        settings.withArray("Plugins").add(plugin.toString());
        settings.putObject("DicomWeb").put("Enable", true).put("Root", "/dicom-web/");
        access.ifPresent(given -> {
            settings.put("AuthenticationEnabled", true);
            settings.putObject("RegisteredUsers").put(given.user(), given.password());
        });
        return started(process(written(folder, settings)), dicomPort, httpPort, false, access);
    }

    /** Where its web server listens. */
    public int httpPort() {
        return httpPort;
    }

    /** The root of its DICOMweb service. */
    public String dicomWebRoot() {
        return uri("/dicom-web").toString();
    }

    /** Starts an Orthanc with AE title {@code ORTHANC} that keeps everything under {@code folder}. */
    public static Orthanc start(Path folder) {
        return start(folder, Optional.empty(), Optional.empty());
    }

    /** As {@link #start(Path)}, with DICOM over TLS alone, both as receiver and as sender; every peer needs a certificate. */
    public static Orthanc startWithTls(Path folder, TestAuthority.Issued keys, Path trusted) {
        return start(folder, Optional.of(keys), Optional.of(trusted));
    }

    private static Orthanc start(Path folder, Optional<TestAuthority.Issued> keys, Optional<Path> trusted) {
        int dicomPort = FreePort.number();
        int httpPort = FreePort.number();
        PeerProcess process = process(configuration(folder, dicomPort, httpPort, keys, trusted));
        return started(process, dicomPort, httpPort, keys.isPresent(), Optional.empty());
    }

    private static Orthanc started(
            PeerProcess process, int dicomPort, int httpPort, boolean tls, Optional<WebAccess> web) {
        try {
            FreePort.awaitListener(process, httpPort, START);
            FreePort.awaitListener(process, dicomPort, START);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
        return new Orthanc(process, dicomPort, httpPort, tls, web);
    }

    private static PeerProcess process(Path configuration) {
        String program = Peers.require("Orthanc").toString();
        return PeerProcess.start(List.of(program, configuration.toAbsolutePath().toString()));
    }

    /** Starts one on ports of which nobody waits for the other; see {@link #start}. */
    static PeerProcess process(Path folder, int dicomPort, int httpPort) {
        return process(configuration(folder, dicomPort, httpPort, Optional.empty(), Optional.empty()));
    }

    private static Path configuration(
            Path folder, int dicomPort, int httpPort, Optional<TestAuthority.Issued> keys, Optional<Path> trusted) {
        ObjectNode settings = settings(folder, dicomPort, httpPort);
        keys.ifPresent(own -> settings.put("DicomTlsEnabled", true)
                .put("DicomTlsPrivateKey", own.key().toString())
                .put("DicomTlsCertificate", own.certificate().toString())
                .put("DicomTlsTrustedCertificates", trusted.orElseThrow().toString())
                .put("DicomTlsRemoteCertificateRequired", true));
        return written(folder, settings);
    }

    private static ObjectNode settings(Path folder, int dicomPort, int httpPort) {
        ObjectNode settings = JSON.createObjectNode()
                .put("Name", "Orthanc in a test")
                .put(
                        "StorageDirectory",
                        folder.resolve("storage").toAbsolutePath().toString())
                .put("IndexDirectory", folder.resolve("index").toAbsolutePath().toString())
                .put("DicomAet", "ORTHANC")
                .put("DicomPort", dicomPort)
                .put("HttpPort", httpPort)
                .put("RemoteAccessAllowed", false)
                .put("KeepAlive", false)
                .put("AuthenticationEnabled", false)
                .put("DicomAlwaysAllowEcho", true)
                .put("DicomAlwaysAllowStore", true)
                .put("DicomCheckCalledAet", false)
                .put("UnknownSopClassAccepted", true)
                .put("OverwriteInstances", true)
                .put("StorageCompression", false)
                .put("SaveJobs", false);
        settings.putArray("Plugins");
        return settings;
    }

    private static Path written(Path folder, ObjectNode settings) {
        try {
            Path file = folder.resolve("orthanc.json");
            JSON.writeValue(file.toFile(), settings);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int dicomPort() {
        return dicomPort;
    }

    /** The identifiers that Orthanc gave the instances it holds. */
    public List<String> instances() {
        List<String> ids = new ArrayList<>();
        json("/instances").forEach(id -> ids.add(id.textValue()));
        return ids;
    }

    /** Waits until Orthanc holds this many instances, and returns their identifiers. */
    public List<String> awaitInstances(int count, Duration timeout) {
        Await.until(
                () -> instances().size() >= count,
                timeout,
                () -> count + " instances in Orthanc, " + instances().size() + " so far");
        return instances();
    }

    /** The Part 10 file of an instance as Orthanc stored it. */
    public byte[] file(String instance) {
        return read("/instances/" + instance + "/file");
    }

    /** The top-level values of an instance as Orthanc understands them, by keyword. */
    public JsonNode simplifiedTags(String instance) {
        return json("/instances/" + instance + "/simplified-tags");
    }

    /** Makes Orthanc send an instance by C-STORE, and waits for its verdict; throws with its words when it failed. */
    public void store(String instance, String calledAe, int port) {
        ObjectNode modality = JSON.createObjectNode()
                .put("AET", calledAe)
                .put("Host", "127.0.0.1")
                .put("Port", port)
                .put("UseDicomTls", tls);
        send(HttpRequest.newBuilder(uri("/modalities/target"))
                .PUT(HttpRequest.BodyPublishers.ofString(modality.toString())));
        send(HttpRequest.newBuilder(uri("/modalities/target/store"))
                .POST(HttpRequest.BodyPublishers.ofString(instance)));
    }

    /** Makes Orthanc know an application entity on this machine by a name. */
    public void knows(String name, String ae, int port) {
        ObjectNode modality =
                JSON.createObjectNode().put("AET", ae).put("Host", "127.0.0.1").put("Port", port);
        send(HttpRequest.newBuilder(uri("/modalities/" + name))
                .PUT(HttpRequest.BodyPublishers.ofString(modality.toString())));
    }

    /** Makes Orthanc ask a known application entity for storage commitment; returns the transaction's UID. */
    public String askCommitment(String name, String sopClassUid, List<String> sopInstanceUids) {
        ObjectNode request = JSON.createObjectNode().put("Timeout", 20);
        sopInstanceUids.forEach(uid ->
                request.withArray("DicomInstances").addArray().add(sopClassUid).add(uid));
        try {
            byte[] answer = send(HttpRequest.newBuilder(uri("/modalities/" + name + "/storage-commitment"))
                    .POST(HttpRequest.BodyPublishers.ofString(request.toString())));
            return JSON.readTree(answer).get("ID").textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Orthanc knows of a transaction: its {@code Status}, {@code Success} and {@code Failures}. */
    public JsonNode commitment(String transactionUid) {
        return json("/storage-commitment/" + transactionUid);
    }

    /** Puts a Part 10 file into Orthanc by its REST interface and returns the identifier. */
    public String upload(Path file) {
        try {
            byte[] answer =
                    send(HttpRequest.newBuilder(uri("/instances")).POST(HttpRequest.BodyPublishers.ofFile(file)));
            return JSON.readTree(answer).get("ID").textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(read(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] read(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    private byte[] send(HttpRequest.Builder request) {
        web.ifPresent(access -> request.header(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (access.user() + ":" + access.password()).getBytes(StandardCharsets.UTF_8))));
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError("Orthanc answered " + response.statusCode() + " to " + response.uri()
                        + "; it said:\n" + process.output());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("Orthanc does not answer: " + e + "; it said:\n" + process.output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while asking Orthanc", e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    @Override
    public void close() {
        process.close();
    }
}

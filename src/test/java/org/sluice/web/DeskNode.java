package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.sluice.cli.CommandRun;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.gateway.Node;
import org.sluice.net.TestEngine;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.text.SourceText;

/** A node with its desk over HTTP, and with three instances in the quarantine: everything of CT is flagged. */
final class DeskNode implements AutoCloseable {
    static final String USERS = """
            users:
                vera: { role: viewer, passcode: "%s" }
                rita: { role: reviewer, passcode: "%s" }
                ada: { role: admin, passcode: "%s" }
            """.formatted(hash("passcode-vera"), hash("passcode-rita"), hash("passcode-ada"));

    /** A value that nobody may see who is not a reviewer. */
    static final String PATIENT = "CANARY^SONG";

    static final String RECIPE = """
            FORMAT dicom

            %filter burnedin

            LABEL All of CT
            equals Modality CT
              coordinates 0,0,512,110

            %header

            REMOVE PatientName
            REPLACE PatientID var:id
            """;

    private static final String CONFIGURATION = """
            listen: [ { port: %1$d, bind: 127.0.0.1 } ]
            routes:
              - { ae: SLUICE, recipe: "%2$s/ct.deid", variables: { id: { value: "PSEUDONYM" } }, to: [archive, scp] }
            destinations:
              archive: { folder: "%2$s/out" }
              scp: { ae: STORESCP, host: 127.0.0.1, port: %3$d }
            data: "%2$s/var"
            quarantine: "%2$s/quarantine"
            http:
              port: 0
              %4$s
            """;

    private final Path folder;
    private final Path conf;
    private final int port = FreePort.number();
    private final Node node;
    private final WebServer web;

    private DeskNode(Path folder, int scpPort, String http, String more) throws IOException, ConfigException {
        this.folder = folder;
        this.conf = folder.resolve("sluice.yaml");
        Files.writeString(folder.resolve("ct.deid"), RECIPE);
        String text = CONFIGURATION.formatted(
                        port, folder, scpPort, http.replace("\n", "\n  ").strip())
                + more;
        Files.writeString(conf, text);
        Configuration configuration = ConfigLoader.parse(new SourceText("test.yaml", text));
        this.node = Node.start(configuration, TestEngine.ENGINES);
        node.readFrom(conf);
        this.web = WebServer.start(configuration.http(), sources(Optional.empty()), node.desk(), node.httpTls());
    }

    private Sources sources(Optional<String> token) {
        return new Sources(() -> node.meters().scrape(), token, node::hindrances, node::notes, node::status);
    }

    /** With keys of {@code http}; nobody listens on the port of the archive. */
    static DeskNode start(Path folder, String http) throws IOException, ConfigException {
        return start(folder, FreePort.number(), http);
    }

    static DeskNode start(Path folder, int scpPort, String http) throws IOException, ConfigException {
        return started(new DeskNode(folder, scpPort, http, ""));
    }

    /** With keys of {@code http}, and more at the end of the configuration. */
    static DeskNode startWith(Path folder, String http, String more) throws IOException, ConfigException {
        return started(new DeskNode(folder, FreePort.number(), http, more));
    }

    private static DeskNode started(DeskNode node) throws IOException {
        node.send(1, 2, 3);
        return node;
    }

    /** Sends generated instances, all of which are flagged. */
    void send(int... numbers) throws IOException {
        Path study = Files.createTempDirectory(folder, "study");
        for (int number : numbers) {
            GeneratedInstance.ct(number).with(0x00100010, "PN", PATIENT).writeTo(study.resolve(number + ".dcm"));
        }
        CommandRun sent = CommandRun.of("send", "SLUICE@127.0.0.1:" + port, study);
        assertThat(sent.code()).as(sent.err()).isZero();
    }

    /** What a pass code is kept as, made with fewer rounds than a real one so that tests are quick. */
    static String hash(String passcode) {
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(passcode.toCharArray(), salt, 1000, 256))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            return "pbkdf2-sha256$1000$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The header of HTTP Basic for one of {@link #USERS}. */
    static String basic(String user) {
        String both = user + ":passcode-" + user;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    Path folder() {
        return folder;
    }

    Path conf() {
        return conf;
    }

    int httpPort() {
        return web.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + path);
    }

    /** Nobody in particular asks. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return HttpClient.newHttpClient().send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String user, String path) {
        return send(request(path).header("Authorization", basic(user)));
    }

    HttpResponse<String> post(String user, String path, String body) {
        return send(request(path)
                .header("Authorization", basic(user))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** What a user is shown, which must be there. */
    JsonNode show(String user, String path) {
        HttpResponse<String> answer = get(user, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The UIDs in the quarantine, the newest first. */
    List<String> uids(String query) {
        return texts(show("vera", "/api/v1/quarantine" + query).path("items"), "sop_instance_uid");
    }

    static List<String> texts(JsonNode items, String key) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(key).asText())
                .toList();
    }

    /** The command line, which asks the same node. */
    CommandRun command(Object... words) {
        Object[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--conf";
        all[words.length + 1] = conf;
        return CommandRun.of(all);
    }

    @Override
    public void close() {
        web.close();
        try {
            node.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

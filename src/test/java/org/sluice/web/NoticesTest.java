package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;

/** What a webhook is told of a node. */
class NoticesTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whatHappensIsToldOnceAndWithoutPatientValues(@TempDir Path folder) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/hook", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
        String notices = "\nnotices: { webhook: { url: \"http://127.0.0.1:"
                + hook.getAddress().getPort() + "/hook\" }, quiet: 200 ms, longest: 1 s }";
        try (DeskNode node = DeskNode.startWith(folder, DeskNode.USERS, notices)) {
            Await.until(() -> told.stream().anyMatch(one -> one.contains("\"newInQuarantine\":")), SOON, "a notice");
            Files.writeString(folder.resolve("ct.deid"), DeskNode.RECIPE + "\n# changed\n");
            Await.until(
                    () -> told.stream().anyMatch(one -> one.contains("ct.deid has changed")),
                    SOON,
                    () -> "a notice of the change, in " + told);
            node.post("ada", "/api/v1/reload", "{}");
            Await.until(
                    () -> told.stream().anyMatch(one -> one.matches(".*\"over\":\\[\"[^]]*ct.deid has changed.*")),
                    SOON,
                    () -> "a notice that it is over, in " + told);
            assertThat(told.stream().filter(one -> one.matches(".*\"wrong\":\\[\"[^]]*ct.deid has changed.*")))
                    .hasSize(1);
            assertThat(node.command("notice", "test").out()).contains("answered 204");
            assertThat(told).anyMatch(one -> one.contains("\"test\":true"));
            hook.removeContext("/hook");
            assertThat(node.command("notice", "test").err()).contains("the webhook answers 404");
            hook.createContext("/hook", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush(); // and no end
            });
            assertThat(node.command("notice", "test").out()).contains("answered 200");
            assertThat(told).allSatisfy(one -> assertThat(one).doesNotContain(DeskNode.PATIENT, "CANARY"));
        } finally {
            hook.stop(0);
        }
    }
}

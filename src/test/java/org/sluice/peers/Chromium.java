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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Debian's Chromium without a screen, told what to do by its chromedriver in the words of WebDriver (W3C). Elements are named by
 * selectors of CSS.
 */
public final class Chromium implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path AXE =
            Path.of(System.getProperty("user.home"), ".cache/sluice-peers/node_modules/axe-core/axe.min.js");
    /** What WebDriver calls the id of an element. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final PeerProcess driver;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private String session = "";

    private Chromium(PeerProcess driver, int port) {
        this.driver = driver;
        this.port = port;
    }

    /** Starts it with a window of that size. */
    public static Chromium start(int width, int height) {
        Path browser = Peers.require("chromium");
        int port = FreePort.number();
        PeerProcess driver =
                PeerProcess.start(List.of(Peers.require("chromedriver").toString(), "--port=" + port));
        FreePort.awaitListener(driver, port, SOON);
        Chromium started = new Chromium(driver, port);
        boolean ready = false;
        try {
            ObjectNode wanted = JSON.createObjectNode();
            ObjectNode options = wanted.putObject("capabilities")
                    .putObject("alwaysMatch")
                    .put("browserName", "chrome")
                    .putObject("goog:chromeOptions");
            options.put("binary", browser.toString());
            List.of(
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-dev-shm-usage",
                            "--disable-gpu",
                            "--hide-scrollbars",
                            "--window-size=" + width + "," + height)
                    .forEach(options.withArray("args")::add);
            started.session = started.call("POST", "", wanted).path("sessionId").asText();
            started.resize(width, height);
            ready = true;
            return started;
        } finally {
            if (!ready) {
                driver.close();
            }
        }
    }

    /** The part of the window that shows the page gets this size, whatever a window has around it. */
    public void resize(int width, int height) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
    }

    /** Light or dark, as if the person preferred it. */
    public void prefer(String scheme) {
        ObjectNode wanted = JSON.createObjectNode();
        wanted.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        devTools("Emulation.setEmulatedMedia", wanted);
    }

    private void devTools(String command, ObjectNode params) {
        ObjectNode body = JSON.createObjectNode().put("cmd", command);
        body.set("params", params);
        call("POST", "/goog/cdp/execute", body);
    }

    public void open(URI uri) {
        call("POST", "/url", JSON.createObjectNode().put("url", uri.toString()));
    }

    /** What a script returns. */
    public JsonNode run(String script) {
        ObjectNode body = JSON.createObjectNode().put("script", script);
        body.putArray("args");
        return call("POST", "/execute/sync", body);
    }

    /** Waits for an element that is shown. */
    public void await(String css) {
        Await.until(() -> isShown(css), SOON, () -> css + " in\n" + text("body"));
    }

    /** Waits until a text is somewhere in an element. */
    public void awaitText(String css, String text) {
        Await.until(() -> isShown(css) && text(css).contains(text), SOON, () -> text + " in\n" + text("body"));
    }

    public boolean isShown(String css) {
        return run("const e = document.querySelector(" + quoted(css) + "); return e !== null && e.checkVisibility()")
                .asBoolean();
    }

    /** What somebody reads in an element. */
    public String text(String css) {
        return run("return document.querySelector(" + quoted(css) + ")?.innerText ?? ''")
                .asText();
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private String element(String css) {
        await(css);
        ObjectNode body = JSON.createObjectNode().put("using", "css selector").put("value", css);
        return call("POST", "/element", body).path(ELEMENT).asText();
    }

    public void click(String css) {
        onElement(css, "/click", JSON.createObjectNode());
    }

    /** Whatever the page draws anew in that moment. */
    private void onElement(String css, String act, ObjectNode body) {
        Await.until(
                () -> {
                    try {
                        call("POST", "/element/" + element(css) + act, body);
                        return true;
                    } catch (GoneException drawnAnew) {
                        return false;
                    }
                },
                SOON,
                () -> css + " to stay in\n" + text("body"));
    }

    /** The element that was found is not in the page any more. */
    private static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GoneException(String message) {
            super(message);
        }
    }

    /** Types into an element. */
    public void type(String css, String text) {
        onElement(css, "/value", JSON.createObjectNode().put("text", text));
    }

    /** Presses a key, wherever that goes. */
    public void press(String key) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode keyboard =
                body.putArray("actions").addObject().put("type", "key").put("id", "keyboard");
        var actions = keyboard.putArray("actions");
        actions.addObject().put("type", "keyDown").put("value", key);
        actions.addObject().put("type", "keyUp").put("value", key);
        call("POST", "/actions", body);
    }

    /** A picture of what is shown, as PNG. */
    public byte[] picture() {
        return Base64.getDecoder().decode(call("GET", "/screenshot", null).asText());
    }

    /**
     * What axe finds wrong with the page by WCAG 2.2 A and AA, a line for each; skips the test aloud where axe is not installed.
     */
    public List<String> axe() {
        if (!Files.exists(AXE)) {
            Peers.absent("axe-core is not installed: npm install --prefix ~/.cache/sluice-peers axe-core@4.10.3");
        }
        Await.until(
                () -> run("return document.getAnimations().every(one => one.playState !== 'running')"
                                + " && [...document.images].every(one => one.complete || one.loading === 'lazy')")
                        .asBoolean(),
                SOON,
                "the page to be still");
        try {
            run(Files.readString(AXE) + "; return true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ObjectNode body = JSON.createObjectNode().put("script", """
                const done = arguments[0];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(found =>
                  done(found.violations.flatMap(one => one.nodes.map(node => one.id + ': ' + node.html + ' ' + node.failureSummary))));
                """);
        body.putArray("args");
        return JSON.convertValue(
                call("POST", "/execute/async", body),
                JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        String root = "http://127.0.0.1:" + port + "/session" + (session.isEmpty() ? "" : "/" + session);
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (value.path("error").asText().equals("stale element reference")) {
                throw new GoneException(path);
            }
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            if (!session.isEmpty()) {
                call("DELETE", "", null);
            }
        } finally {
            driver.close();
        }
    }
}

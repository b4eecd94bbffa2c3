package org.sluice.peers;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A DICOMweb server that answers Store requests (PS3.18 10.5) as the test says, on a free loopback port. It takes the requests
 * apart by itself, so that nothing of what it looks at was made by the reader of what it answers.
 */
public final class StowServer implements AutoCloseable {
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/related; ?type=\"application/dicom\"; ?boundary=\"?([^\";]+)\"?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private volatile Function<Request, Answer> script = this::stores;

    /** What came: the header fields, and the Part 10 files by SOP Instance UID. */
    public record Request(Headers headers, Map<String, byte[]> files) {}

    /** What goes back. */
    public record Answer(int code, String contentType, String body, Map<String, String> headers) {
        /** Without further header fields. */
        public Answer(int code, String contentType, String body) {
            this(code, contentType, body, Map.of());
        }
    }

    private StowServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/dicom-web/studies", this::serve);
        server.start();
    }

    /** One that stores everything, until it is told otherwise. */
    public static StowServer start() {
        return startOn(0);
    }

    /** The same on a given port. */
    public static StowServer startOn(int port) {
        try {
            return new StowServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over TLS. */
    public static StowServer startWithTls(SSLContext context, boolean needsCertificate) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters own = context.getDefaultSSLParameters();
                    own.setNeedClientAuth(needsCertificate);
                    parameters.setSSLParameters(own);
                }
            });
            return new StowServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it answers so. */
    public StowServer answering(Function<Request, Answer> answer) {
        script = answer;
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Its service root, PS3.18 8.2. */
    public String root() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port() + "/dicom-web";
    }

    /** All that have been answered, or are just being. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The Part 10 files that it has stored, by SOP Instance UID. */
    public Map<String, byte[]> stored() {
        return Map.copyOf(stored);
    }

    /** Stores everything, and says so in JSON. */
    public Answer stores(Request request) {
        stored.putAll(request.files());
        return new Answer(
                200,
                "application/dicom+json",
                json(request.files().keySet().stream().toList(), Map.of()));
    }

    /** An answer in the DICOM JSON Model: those that are stored, and those that are not with their Failure Reasons. */
    public static String json(List<String> storedUids, Map<String, Integer> failed) {
        List<String> sequences = new ArrayList<>();
        if (!storedUids.isEmpty()) {
            sequences.add(sequence(
                    "00081199",
                    storedUids.stream().map(uid -> "{" + uids(uid) + "}").toList()));
        }
        if (!failed.isEmpty()) {
            sequences.add(sequence(
                    "00081198",
                    failed.entrySet().stream()
                            .map(one -> "{" + uids(one.getKey()) + ",\"00081197\":{\"vr\":\"US\",\"Value\":["
                                    + one.getValue() + "]}}")
                            .toList()));
        }
        return "{" + String.join(",", sequences) + "}";
    }

    private static String sequence(String tag, List<String> items) {
        return "\"" + tag + "\":{\"vr\":\"SQ\",\"Value\":[" + String.join(",", items) + "]}";
    }

    private static String uids(String uid) {
        return "\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2.840.10008.5.1.4.1.1.4\"]},"
                + "\"00081155\":{\"vr\":\"UI\",\"Value\":[\"" + uid + "\"]}";
    }

    /** The same in the Native DICOM Model. */
    public static String xml(List<String> storedUids, Map<String, Integer> failed) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NativeDicomModel xml:space=\"preserve\">"
                + "<DicomAttribute tag=\"00081199\" vr=\"SQ\" keyword=\"ReferencedSOPSequence\">"
                + storedUids.stream().map(uid -> item(uid, "")).collect(Collectors.joining())
                + "</DicomAttribute><DicomAttribute tag=\"00081198\" vr=\"SQ\" keyword=\"FailedSOPSequence\">"
                + failed.entrySet().stream()
                        .map(one -> item(
                                one.getKey(),
                                "<DicomAttribute tag=\"00081197\" vr=\"US\"><Value number=\"1\">" + one.getValue()
                                        + "</Value></DicomAttribute>"))
                        .collect(Collectors.joining())
                + "</DicomAttribute></NativeDicomModel>";
    }

    private static String item(String uid, String more) {
        return "<Item number=\"1\"><DicomAttribute tag=\"00081155\" vr=\"UI\"><Value number=\"1\">" + uid
                + "</Value></DicomAttribute>" + more + "</Item>";
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (byte[] file : parts(exchange.getRequestHeaders().getFirst("Content-Type"), body)) {
                files.put(DataSetBytes.of(file).metaUid(0x00020003), file);
            }
            Request request = new Request(exchange.getRequestHeaders(), files);
            requests.add(request);
            Answer answer = script.apply(request);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.code(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The parts of a multipart message, RFC 2046 5.1.1; every one has to be of the type that the message declares. */
    public static List<byte[]> parts(String contentType, byte[] body) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.matches()) {
            throw new AssertionError("no multipart message of DICOM files: " + contentType);
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + matcher.group(1);
        if (text.equals(delimiter + "--\r\n")) {
            return List.of(); // whoever asks only whether a request is taken
        }
        if (!text.startsWith(delimiter) || !text.endsWith("\r\n" + delimiter + "--\r\n")) {
            throw new AssertionError("the message does not begin and end with its boundary");
        }
        List<byte[]> parts = new ArrayList<>();
        int at = delimiter.length();
        while (text.startsWith("\r\n", at)) {
            int end = text.indexOf("\r\n" + delimiter, at);
            int headEnd = text.indexOf("\r\n\r\n", at);
            String head = text.substring(at + 2, headEnd);
            if (!head.equals("Content-Type: application/dicom")) {
                throw new AssertionError("a part with the header " + head);
            }
            parts.add(text.substring(headEnd + 4, end).getBytes(StandardCharsets.ISO_8859_1));
            at = end + 2 + delimiter.length();
        }
        if (!text.startsWith("--\r\n", at)) {
            throw new AssertionError("the message does not end where its last part does");
        }
        return parts;
    }

    /** The value of a header field of the only request so far. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(requests.get(requests.size() - 1).headers().getFirst(name));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

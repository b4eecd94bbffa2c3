package org.sluice.net.stow;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.sluice.net.stow.StowException.Kind;
import org.sluice.net.tls.Handshakes;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.TlsContext;
import org.sluice.text.OneLine;

/**
 * Sends Store requests to one server, PS3.18 10.5, one at a time. The connection is kept for the next request; over TLS it is
 * HTTP/2 where the server offers that (RFC 9113 3.2), else HTTP/1.1. A redirection is not followed: who we are and what we send
 * is for this server. One thread.
 */
public final class StowClient {
    /** Of an answer's payload, and for each instance in it. */
    private static final int LONGEST_ANSWER = 1 << 20;

    private static final int LONGEST_RESULT = 4 << 10;

    private final StowOptions options;
    private @Nullable HttpClient client;
    private @Nullable SSLContext context;

    /** Connects to nobody yet. */
    public StowClient(StowOptions options) {
        this.options = options;
    }

    /**
     * Sends the instances in one request, and waits for the answer.
     *
     * @param files each with a SOP Instance UID of its own
     * @throws StowException there is no answer
     * @throws IOException one of the files cannot be read
     */
    public StowAnswer store(List<? extends Part10File> files) throws IOException {
        Progress progress = new Progress(options);
        try (MultipartBody body = new MultipartBody(List.copyOf(files), progress)) {
            CompletableFuture<HttpResponse<BoundedBody.Received>> exchange = http().sendAsync(
                            request(body), head -> new BoundedBody(LONGEST_ANSWER + files.size() * LONGEST_RESULT));
            try {
                return answer(awaited(exchange, progress), files);
            } catch (ExecutionException e) {
                IOException fault = body.fault();
                throw fault == null ? failure(e.getCause() == null ? e : e.getCause(), progress) : fault;
            } finally {
                exchange.cancel(true); // of one that is over it does nothing
            }
        }
    }

    /**
     * Sends a request without instances: what the server answers tells whether it takes Store requests from us, and it has nothing
     * to keep.
     *
     * @return the HTTP status
     * @throws StowException there is no answer
     */
    public int ask() throws IOException {
        return store(List.of()).code();
    }

    /** Forgets the connection, if there is one. */
    public void rest() {
        client = null;
    }

    private HttpRequest request(MultipartBody body) throws StowException {
        HttpRequest.Builder request = HttpRequest.newBuilder(options.studies())
                .header("Content-Type", body.contentType())
                .header("Accept", "application/dicom+json, application/dicom+xml;q=0.5")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(body::open), body.length()));
        try {
            options.authorization().header().ifPresent(value -> request.header("Authorization", value));
        } catch (KeyFileException e) {
            throw new StowException(Kind.NO_CREDENTIALS, server() + ": " + e.getMessage(), e);
        }
        return request.build();
    }

    private HttpClient http() {
        SSLContext current = options.tls().map(TlsContext::context).orElse(null);
        HttpClient open = client;
        if (open == null || current != context) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(options.connect())
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(current == null ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2);
            if (current != null) {
                builder.sslContext(current).sslParameters(TlsContext.parameters(current));
            }
            open = builder.build();
            client = open;
            context = current;
        }
        return open;
    }

    /** Waits as long as it goes on. */
    private <T> T awaited(CompletableFuture<T> exchange, Progress progress) throws IOException, ExecutionException {
        try {
            while (true) {
                try {
                    return exchange.get(progress.nextLook(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (progress.isLate()) {
                        throw late(progress.kindOfDelay(), e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while sending to " + server());
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private StowException late(Kind kind, TimeoutException e) {
        return switch (kind) {
            case STALLED ->
                new StowException(
                        kind,
                        server() + " took nothing more of the request for " + OneLine.seconds(options.stall()),
                        e);
            case NO_ANSWER ->
                new StowException(kind, server() + " did not answer within " + OneLine.seconds(options.answer()), e);
            default -> new StowException(kind, "no connection to " + server() + " in time", e);
        };
    }

    private StowAnswer answer(HttpResponse<BoundedBody.Received> response, List<? extends Part10File> files) {
        Set<String> sent = files.stream().map(Part10File::sopInstanceUid).collect(Collectors.toSet());
        Optional<Duration> retryAfter =
                response.headers().firstValue("Retry-After").flatMap(RetryAfter::read);
        BoundedBody.Received body = response.body();
        return body.isCut()
                ? StowAnswer.tooLong(response.statusCode(), retryAfter, body.bytes().length)
                : StowAnswer.read(response.statusCode(), retryAfter, body.bytes(), sent);
    }

    private StowException failure(Throwable cause, Progress progress) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof SSLException || one instanceof GeneralSecurityException) {
                return tlsFailure(one, progress);
            }
            if (one instanceof UnresolvedAddressException) {
                return new StowException(Kind.CANNOT_CONNECT, "no host is known by the name in " + server(), cause);
            }
        }
        if (cause instanceof HttpConnectTimeoutException) {
            String within = " within " + OneLine.seconds(options.connect());
            return new StowException(Kind.CANNOT_CONNECT, "no connection to " + server() + within, cause);
        }
        if (cause instanceof ConnectException) {
            return new StowException(Kind.CANNOT_CONNECT, "no connection to " + server() + ": refused", cause);
        }
        String why = cause instanceof IOException ? OneLine.message(cause) : OneLine.fault(cause);
        return new StowException(Kind.BROKEN_OFF, "the connection with " + server() + " broke: " + why, cause);
    }

    /** In TLS 1.3 a server may refuse our certificate when it has been sent something already. */
    private StowException tlsFailure(Throwable failure, Progress progress) {
        String peer = options.tls().map(TlsContext::peer).orElse("the server");
        IOException explained = Handshakes.explain((Exception) failure, ByteBuffer.allocate(0), peer);
        boolean early = failure instanceof SSLHandshakeException || progress.kindOfDelay() == Kind.CANNOT_CONNECT;
        return new StowException(
                early ? Kind.CANNOT_CONNECT : Kind.BROKEN_OFF, server() + ": " + OneLine.message(explained), explained);
    }

    private String server() {
        URI url = options.studies();
        return url.getHost() + ":"
                + (url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80);
    }
}

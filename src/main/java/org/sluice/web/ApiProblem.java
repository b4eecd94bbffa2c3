package org.sluice.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What a request gets instead of an answer: problem details (RFC 9457). The detail has no patient value. */
final class ApiProblem extends IOException {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;
    private static final String WRITTEN = "problem";

    private final int status;
    private final String title;
    private final transient Optional<Duration> retryAfter;

    private ApiProblem(int status, String title, String detail, Optional<Duration> retryAfter) {
        super(detail);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    static ApiProblem badRequest(String detail) {
        return of(400, "Bad Request", detail);
    }

    static ApiProblem unauthorized(String detail) {
        return of(401, "Unauthorized", detail);
    }

    static ApiProblem forbidden(String detail) {
        return of(403, "Forbidden", detail);
    }

    static ApiProblem notFound(String detail) {
        return of(404, "Not Found", detail);
    }

    static ApiProblem notAllowed(String detail) {
        return of(405, "Method Not Allowed", detail);
    }

    static ApiProblem notAcceptable(String detail) {
        return of(406, "Not Acceptable", detail);
    }

    static ApiProblem tooSlow(String detail) {
        return of(408, "Request Timeout", detail);
    }

    static ApiProblem conflict(String detail) {
        return of(409, "Conflict", detail);
    }

    static ApiProblem preconditionFailed(String detail) {
        return of(412, "Precondition Failed", detail);
    }

    static ApiProblem tooLarge(String detail) {
        return of(413, "Content Too Large", detail);
    }

    static ApiProblem wrongType(String detail) {
        return of(415, "Unsupported Media Type", detail);
    }

    static ApiProblem tooMany(String detail, Duration retryAfter) {
        return new ApiProblem(429, "Too Many Requests", detail, Optional.of(retryAfter));
    }

    static ApiProblem fault() {
        return fault("a mistake in sluice itself; its log has more");
    }

    static ApiProblem fault(String detail) {
        return of(500, "Internal Server Error", detail);
    }

    static ApiProblem busy(String detail) {
        return new ApiProblem(503, "Service Unavailable", detail, Optional.of(Duration.ofSeconds(2)));
    }

    private static ApiProblem of(int status, String title, String detail) {
        return new ApiProblem(status, title, detail, Optional.empty());
    }

    int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** Answers with it what the server would else answer by itself. */
    void writeUnlessWritten(Context context) {
        if (context.attribute(WRITTEN) == null) {
            write(context);
        }
    }

    /** Answers with it. A browser is not told of HTTP Basic, for it would ask for a passcode in a window of its own. */
    void write(Context context) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail());
        context.attribute(WRITTEN, true);
        context.status(status)
                .header("Cache-Control", "no-store")
                .contentType(CONTENT_TYPE)
                .result(json.toString());
        retryAfter.ifPresent(after -> context.header("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
        if (status == 401) {
            boolean browser = context.header("Sec-Fetch-Mode") != null;
            context.header(
                    "WWW-Authenticate", (browser ? "Session" : "Basic") + " realm=\"sluice\", charset=\"UTF-8\"");
        }
    }
}

package org.sluice.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.text.Implementation;

/** {@code /api/v1/openapi.json}: the interface in the words of OpenAPI 3.1, made of what answers. */
final class OpenApi {
    static final String PATH = "/api/v1/openapi.json";

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
    private static final Map<Integer, String> PROBLEMS = Map.ofEntries(
            Map.entry(400, "Something else was expected."),
            Map.entry(401, "Nobody knows who asks."),
            Map.entry(403, "This takes another role, or the token of the session."),
            Map.entry(404, "There is none."),
            Map.entry(408, "The body takes too long."),
            Map.entry(409, "It cannot be done with this one as it is."),
            Map.entry(412, "Somebody has decided about it since it was seen."),
            Map.entry(413, "The body is too long."),
            Map.entry(415, "The body is no JSON."),
            Map.entry(429, "Too many wrong passcodes."),
            Map.entry(503, "Too much is asked for at once."));

    private OpenApi() {}

    static ObjectNode document() {
        ObjectNode all = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        all.putObject("info")
                .put("title", "Sluice")
                .put("version", Implementation.VERSION_NAME)
                .put(
                        "description",
                        "What a person may do at the desk of a node. The words are those of the command line.");
        ObjectNode paths = all.putObject("paths");
        for (Endpoint endpoint : Endpoints.ALL_OF_THEM) {
            describe(endpoint, paths.withObjectProperty(endpoint.path()));
        }
        describeOthers(paths);
        ObjectNode components = all.putObject("components");
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("basic").put("type", "http").put("scheme", "basic");
        schemes.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", "sluice-session");
        ArrayNode security = all.putArray("security");
        security.addObject().putArray("basic");
        security.addObject().putArray("session");
        ObjectNode problem =
                components.putObject("schemas").putObject("Problem").put("type", "object");
        List.of("type", "title", "status", "detail").forEach(problem.putArray("required")::add);
        ObjectNode parts = problem.putObject("properties");
        List.of("type", "title", "detail").forEach(name -> parts.putObject(name).put("type", "string"));
        parts.putObject("status").put("type", "integer");
        return all;
    }

    private static void describe(Endpoint endpoint, ObjectNode path) {
        ObjectNode operation =
                operation(path, endpoint.method(), endpoint.least().word(), endpoint.summary());
        ArrayNode parameters = operation.putArray("parameters");
        Matcher variable = VARIABLE.matcher(endpoint.path());
        while (variable.find()) {
            ObjectNode one = parameters
                    .addObject()
                    .put("name", variable.group(1))
                    .put("in", "path")
                    .put("required", true);
            one.putObject("schema").put("type", "string");
        }
        if (endpoint.kind() == Endpoint.Kind.ACT_ON_ONE && endpoint.verb().equals("quarantine")) {
            parameters
                    .addObject()
                    .put("name", "If-Match")
                    .put("in", "header")
                    .put("description", "The ETag with which it was seen.")
                    .putObject("schema")
                    .put("type", "string");
        }
        if (endpoint.isAct()) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            describeBody(endpoint, content.putObject(Api.JSON_TYPE).putObject("schema"));
        } else {
            for (Param param : endpoint.params()) {
                parameters
                        .addObject()
                        .put("name", param.name())
                        .put("in", "query")
                        .set("schema", param.schema());
            }
        }
        answers(
                operation,
                endpoint.keys(),
                endpoint.isAct()
                        ? List.of(400, 401, 403, 404, 408, 409, 412, 413, 415, 429, 503)
                        : List.of(400, 401, 403, 404, 429, 503));
    }

    private static void describeBody(Endpoint endpoint, ObjectNode schema) {
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Param param : endpoint.params()) {
            properties.set(param.name(), param.schema());
            if (param.required()) {
                required.add(param.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private static ObjectNode operation(ObjectNode path, String method, String role, String summary) {
        return path.putObject(method.toLowerCase(Locale.ROOT))
                .put("summary", summary)
                .put("x-role", role);
    }

    private static void answers(ObjectNode operation, List<String> keys, List<Integer> problems) {
        ObjectNode responses = operation.putObject("responses");
        ObjectNode schema = responses
                .putObject("200")
                .put("description", "Done.")
                .putObject("content")
                .putObject(Api.JSON_TYPE)
                .putObject("schema")
                .put("type", "object");
        keys.forEach(schema.putArray("required")::add);
        problems(responses, problems);
    }

    private static void problems(ObjectNode responses, List<Integer> problems) {
        for (int status : problems) {
            responses
                    .putObject(Integer.toString(status))
                    .put("description", PROBLEMS.get(status))
                    .putObject("content")
                    .putObject(ApiProblem.CONTENT_TYPE)
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Problem");
        }
    }

    /** What is no verb of the desk. */
    private static void describeOthers(ObjectNode paths) {
        answers(
                operation(paths.putObject(PATH), "GET", "viewer", "This description."),
                List.of("openapi", "paths"),
                List.of(401, 429));
        ObjectNode events = operation(
                        paths.putObject(EventStream.PATH),
                        "GET",
                        "viewer",
                        "How the node is, whenever it changes: server-sent events.")
                .putObject("responses");
        events.putObject("200")
                .put("description", "Events.")
                .putObject("content")
                .putObject("text/event-stream");
        problems(events, List.of(401, 429, 503));
        ObjectNode session = paths.putObject(Login.PATH);
        List<String> keys = List.of("name", "role", "signedIn", "csrf");
        answers(operation(session, "GET", "viewer", "Who asks."), keys, List.of(401, 429));
        ObjectNode begin = operation(session, "POST", "none", "Signs in; the token of the session comes in a cookie.");
        ObjectNode body = begin.putObject("requestBody")
                .putObject("content")
                .putObject(Api.JSON_TYPE)
                .putObject("schema");
        body.put("type", "object");
        List.of("name", "passcode").forEach(body.putArray("required")::add);
        answers(begin, keys, List.of(400, 401, 403, 408, 413, 415, 429, 503));
        ObjectNode end = operation(session, "DELETE", "viewer", "Signs out.").putObject("responses");
        end.putObject("204").put("description", "Done.");
        problems(end, List.of(401, 403, 429));
    }
}

package org.sluice.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.desk.Desk;
import org.sluice.gateway.desk.ForbiddenException;
import org.sluice.text.OneLine;

/** The verbs of the desk over HTTP: each of {@link Endpoints} becomes one question to {@link Desk}. Any thread. */
final class Api {
    static final String JSON_TYPE = "application/json";

    private static final int LONGEST_BODY = 64 << 10;
    private static final int LONGEST_OF_ANYBODY = 4 << 10;
    private static final Duration LONGEST_TO_SEND = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 4;
    private static final long LONGEST_WAIT_SECONDS = 5;
    private static final int SHOWN_UNLESS_SAID = 100;
    private static final int MOST_SHOWN = 1000;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Desk desk;
    private final Gate gate;
    /** So that health and metrics are answered whatever people ask for. */
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    Api(Desk desk, Gate gate) {
        this.desk = desk;
        this.gate = gate;
    }

    void register(RoutesConfig routes) {
        for (Endpoint endpoint : Endpoints.ALL_OF_THEM) {
            HandlerType method = endpoint.isAct() ? HandlerType.POST : HandlerType.GET;
            routes.addHttpHandler(method, endpoint.path(), context -> answer(context, endpoint));
        }
    }

    private void answer(Context context, Endpoint endpoint) throws IOException, InterruptedException {
        Gate.Caller caller = endpoint.isAct() ? gate.requireForAct(context) : gate.require(context);
        if (!caller.operator().role().covers(endpoint.least())) {
            desk.forbidden(caller.operator(), endpoint.verb(), endpoint.fields());
            throw ApiProblem.forbidden("this takes the role " + endpoint.least().word());
        }
        ObjectNode fields = endpoint.fields();
        if (endpoint.isAct()) {
            putBody(context, endpoint, fields);
        } else {
            putQuery(context, endpoint, fields);
        }
        putPath(context, endpoint, fields);
        if (!places.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw ApiProblem.busy("too much is asked for at once; try again");
        }
        try {
            ObjectNode answer = answer(context, endpoint, caller, fields);
            if (endpoint.kind() == Endpoint.Kind.PICTURE) {
                context.header("Cache-Control", "no-store")
                        .contentType("image/png")
                        .result(answer.path("png").binaryValue());
            } else {
                write(context, answer);
            }
        } catch (ForbiddenException e) {
            throw ApiProblem.forbidden(OneLine.message(e));
        } catch (RefusalException e) {
            throw refusal(endpoint, e);
        } finally {
            places.release();
        }
    }

    private static ApiProblem refusal(Endpoint endpoint, RefusalException e) {
        return switch (endpoint.kind()) {
            case HELD_ONE, PICTURE -> ApiProblem.notFound(OneLine.message(e));
            case PLAIN, STATUS, HELD ->
                endpoint.path().contains("{")
                        ? ApiProblem.notFound(OneLine.message(e))
                        : ApiProblem.badRequest(OneLine.message(e));
            case ACT_ON_ONE, ACT -> ApiProblem.conflict(OneLine.message(e));
        };
    }

    private ObjectNode answer(Context context, Endpoint endpoint, Gate.Caller caller, ObjectNode fields)
            throws IOException, InterruptedException {
        switch (endpoint.kind()) {
            case ACT_ON_ONE -> {
                if (endpoint.verb().equals("quarantine")) {
                    requireAsSeen(context, caller, fields);
                }
                ObjectNode answer = desk.ask(caller.operator(), endpoint.verb(), fields);
                if (answer.path("done").asInt() == 0 && answer.path("failed").asInt() > 0) {
                    throw ApiProblem.conflict(answer.path("refused").path(0).asText());
                }
                return answer;
            }
            case HELD_ONE -> {
                ObjectNode answer = desk.ask(caller.operator(), endpoint.verb(), fields.put("state", "all"));
                context.header("ETag", tag(answer));
                HeldKey.addTo(answer.path("items"));
                return answer;
            }
            case PICTURE -> {
                return desk.ask(caller.operator(), endpoint.verb(), fields.put("state", "all"));
            }
            case STATUS -> {
                return (ObjectNode)
                        desk.ask(caller.operator(), endpoint.verb(), fields).path("status");
            }
            case PLAIN, HELD, ACT -> {
                ObjectNode answer = desk.ask(caller.operator(), endpoint.verb(), fields);
                HeldKey.addTo(answer.path("items"));
                return answer;
            }
        }
        throw new IllegalStateException("every kind is above");
    }

    /** With If-Match, an instance has to be in the state in which whoever acts has seen it. */
    private void requireAsSeen(Context context, Gate.Caller caller, ObjectNode fields)
            throws IOException, InterruptedException {
        ObjectNode look = fields.objectNode().put("act", "look").put("state", "all");
        look.set("ids", fields.path("ids"));
        ObjectNode now;
        try {
            now = desk.ask(caller.operator(), "quarantine", look);
        } catch (RefusalException none) {
            throw ApiProblem.notFound(OneLine.message(none));
        }
        String seen = context.header("If-Match");
        if (seen != null
                && !seen.equals("*")
                && !List.of(seen.split("\\s*,\\s*")).contains(tag(now))) {
            throw ApiProblem.preconditionFailed("somebody has decided about it meanwhile: it is "
                    + now.path("items").path(0).path("state").asText());
        }
    }

    /** Changes with what has been decided. */
    private static String tag(JsonNode answer) {
        StringBuilder states = new StringBuilder();
        for (JsonNode item : answer.path("items")) {
            states.append(item.path("file").asText()).append(item.path("state").asText());
        }
        return "\"" + answer.path("items").path(0).path("state").asText() + "-"
                + Integer.toHexString(states.toString().hashCode()) + "\"";
    }

    private static void putPath(Context context, Endpoint endpoint, ObjectNode fields) throws ApiProblem {
        String path = endpoint.path();
        if (path.contains("{id}")) {
            fields.putArray("ids").add(HeldKey.id(context.pathParam("id")));
        }
        if (path.contains("{number}")) {
            fields.putArray("ids").add(context.pathParam("destination") + "/" + context.pathParam("number"));
        } else if (path.contains("{destination}")) {
            fields.put("destination", context.pathParam("destination"));
        }
        if (endpoint.kind() == Endpoint.Kind.ACT && endpoint.verb().equals("quarantine")) {
            ArrayNode ids = JsonNodeFactory.instance.arrayNode();
            for (JsonNode id : fields.path("ids")) {
                ids.add(HeldKey.id(id.asText()));
            }
            if (ids.isEmpty() != fields.path("all").asBoolean()) {
                throw ApiProblem.badRequest("expected either ids, or all with the filters that say which are meant");
            }
            fields.set("ids", ids);
        }
    }

    private static void putQuery(Context context, Endpoint endpoint, ObjectNode fields) throws ApiProblem {
        for (Map.Entry<String, List<String>> one : context.queryParamMap().entrySet()) {
            Param param = require(endpoint, one.getKey());
            if (one.getValue().size() != 1) {
                throw ApiProblem.badRequest(param.name() + ": expected once, found several");
            }
            param.put(one.getValue().get(0), fields);
        }
        if (endpoint.params().stream().anyMatch(param -> param.name().equals("limit"))) {
            fields.put("limit", Math.min(MOST_SHOWN, fields.path("limit").asInt(SHOWN_UNLESS_SAID)));
        }
    }

    private static void putBody(Context context, Endpoint endpoint, ObjectNode fields) throws IOException {
        JsonNode body = body(context, LONGEST_BODY);
        for (Map.Entry<String, JsonNode> one : body.properties()) {
            require(endpoint, one.getKey()).put(one.getValue(), fields);
        }
        for (Param param : endpoint.params()) {
            if (param.required() && fields.path(param.field()).asText().isBlank()) {
                throw ApiProblem.badRequest(param.name() + ": expected, found none");
            }
        }
    }

    private static Param require(Endpoint endpoint, String name) throws ApiProblem {
        Optional<Param> known = endpoint.params().stream()
                .filter(param -> param.name().equals(name))
                .findFirst();
        return known.orElseThrow(() -> ApiProblem.badRequest("expected "
                + (endpoint.params().isEmpty() ? "nothing" : String.join(", ", Param.names(endpoint.params())))
                + ", found " + OneLine.of(name, 40)));
    }

    /** The same of somebody who is not known yet, who gets less room. */
    static JsonNode bodyOfAnybody(Context context) throws IOException {
        return body(context, LONGEST_OF_ANYBODY);
    }

    /** The object in a body, of which there is so much at most; nothing at all is an object without fields. */
    private static JsonNode body(Context context, int longest) throws IOException {
        byte[] bytes = bytes(context, longest);
        if (bytes.length == 0) {
            return JSON.createObjectNode();
        }
        String type = context.contentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON_TYPE)) {
            throw ApiProblem.wrongType("expected " + JSON_TYPE + ", found something else");
        }
        try {
            JsonNode read = JSON.readTree(bytes);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw ApiProblem.badRequest("expected an object of JSON, found something else");
        }
        throw ApiProblem.badRequest("expected an object of JSON, found another value");
    }

    /** One that sends byte for byte holds a thread no longer than others. */
    private static byte[] bytes(Context context, int longest) throws IOException {
        long end = System.nanoTime() + LONGEST_TO_SEND.toNanos();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[4 << 10];
        try (InputStream in = context.bodyInputStream()) {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                bytes.write(part, 0, length);
                if (bytes.size() > longest) {
                    throw ApiProblem.tooLarge("expected at most " + longest + " bytes, found more");
                }
                if (System.nanoTime() > end) {
                    throw ApiProblem.tooSlow("the body takes too long");
                }
            }
        }
        return bytes.toByteArray();
    }

    static void write(Context context, ObjectNode answer) {
        String next = answer.path("next").asText();
        if (next.isEmpty()) {
            answer.remove("next");
        } else {
            answer.put("next", Param.cursor(next));
        }
        context.header("Cache-Control", "no-store").contentType(JSON_TYPE).result(answer.toString());
    }
}

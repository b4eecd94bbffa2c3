package org.sluice.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code /api/v1/session}: who asks, how the page signs in, and how it signs out. */
final class Login {
    static final String PATH = "/api/v1/session";

    private final Gate gate;

    Login(Gate gate) {
        this.gate = gate;
    }

    void register(RoutesConfig routes) {
        routes.get(PATH, context -> show(context, gate.require(context)));
        routes.post(PATH, this::signIn);
        routes.delete(PATH, context -> {
            gate.requireForAct(context);
            gate.signOut(context);
            context.status(204);
        });
    }

    private void signIn(Context context) throws IOException {
        gate.requireSameSite(context);
        JsonNode body = Api.bodyOfAnybody(context);
        String name = body.path("name").asText();
        String passcode = body.path("passcode").asText();
        if (name.isEmpty() || passcode.isEmpty() || body.size() != 2) {
            throw ApiProblem.badRequest("expected name and passcode");
        }
        show(context, gate.signIn(context, name, passcode));
    }

    private static void show(Context context, Gate.Caller caller) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", caller.operator().name())
                .put("role", caller.operator().role().word())
                .put("signedIn", caller.way() != Gate.Way.HERE)
                .put("csrf", caller.csrf());
        Api.write(context, json);
    }
}

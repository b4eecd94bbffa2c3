package org.sluice.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The page, which comes with the program: nothing of it is of this node. Whoever is not known gets what it takes to sign in. */
final class Assets {
    /** Everything from this node, and nothing by the page's own markup. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final Set<String> TO_SIGN_IN = Set.of("login.js", "desk.css", "icon.svg");
    private static final Set<String> ALL = Set.of(
            "login.js",
            "desk.css",
            "icon.svg",
            "desk.js",
            "dom.js",
            "api.js",
            "now.js",
            "quarantine.js",
            "destinations.js",
            "ledger.js",
            "audit.js",
            "shadow.js");

    private final Gate gate;
    private final Map<String, byte[]> files = new HashMap<>();

    Assets(Gate gate) {
        this.gate = gate;
        ALL.forEach(name -> files.put(name, read(name)));
        files.put("desk.html", read("desk.html"));
        files.put("login.html", read("login.html"));
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program has lost its " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void register(RoutesConfig routes) {
        routes.get("/", this::page);
        routes.get("/assets/{name}", this::asset);
    }

    private void page(Context context) throws ApiProblem {
        boolean known = gate.find(context).isPresent();
        if (!known) {
            ApiProblem.unauthorized("sign in first").write(context);
        }
        write(context, known ? "desk.html" : "login.html");
    }

    private void asset(Context context) throws ApiProblem {
        String name = context.pathParam("name");
        if (!ALL.contains(name)) {
            throw ApiProblem.notFound("there is nothing of that name");
        }
        if (!TO_SIGN_IN.contains(name)) {
            gate.require(context);
        }
        write(context, name);
    }

    private void write(Context context, String name) {
        byte[] bytes = files.get(name);
        context.header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-cache")
                .contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .result(bytes);
    }
}

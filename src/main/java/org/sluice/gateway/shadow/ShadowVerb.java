package org.sluice.gateway.shadow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sluice.gateway.control.Verb;

/** {@code shadow}: what the shadows of the routes have said, of all routes or of those with one called AE title. */
public record ShadowVerb(ShadowKeeper keeper) implements Verb {
    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public ObjectNode answer(Request request) {
        return of(keeper.toJson(), request.fields().path("route").asText());
    }

    /** What is left of an answer for one route; all of it for an empty name. */
    public static ObjectNode of(ObjectNode all, String route) {
        ObjectNode some = all.deepCopy();
        ArrayNode list = some.putArray("shadows");
        all.path("shadows").forEach(one -> {
            if (route.isEmpty() || route.equals(one.path("route").asText())) {
                list.add(one);
            }
        });
        return some;
    }
}

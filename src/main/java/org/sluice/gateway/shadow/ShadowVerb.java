package org.sluice.gateway.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.control.Verb;
import org.sluice.store.QuarantineReview.Act;

/**
 * {@code shadow}: what the shadows of the routes have said, of all routes or of those with one called AE title; and {@code promote},
 * which puts one in force.
 *
 * @param keeper has what they have said
 * @param promotion puts one in force
 */
public record ShadowVerb(ShadowKeeper keeper, Promotion promotion) implements Verb {
    private static final int LONGEST_REASON = 1000;

    /** Puts the shadow of a route in the place of its recipe. */
    public interface Promotion {
        /**
         * Does so, and keeps a record.
         *
         * @return where the former text is
         * @throws RefusalException when it cannot be done; all is as it was
         */
        Path promote(String calledAe, Act act) throws IOException;
    }

    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public ObjectNode answer(Request request) throws IOException {
        JsonNode asked = request.fields();
        String route = asked.path("route").asText();
        return switch (asked.path("act").asText()) {
            case "" -> of(keeper.toJson(), route);
            case "promote" -> promote(route, new Act(request.user(), reason(asked)));
            default -> throw new RefusalException("expected promote, or no act to be shown, found another act");
        };
    }

    private ObjectNode promote(String route, Act act) throws IOException {
        Path kept = promotion.promote(route, act);
        return JsonNodeFactory.instance.objectNode().put("promoted", route).put("formerText", kept.toString());
    }

    private static String reason(JsonNode asked) throws RefusalException {
        String reason = asked.path("reason").asText();
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new RefusalException("expected a reason of 1 to " + LONGEST_REASON + " characters, found "
                    + (reason.isBlank() ? "none" : reason.length()));
        }
        return reason;
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

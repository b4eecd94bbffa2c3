package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What people do with a node that is counted and kept: acts, and looks at patient values. */
public enum Deed {
    RELEASE("quarantine", "release"),
    REJECT("quarantine", "reject"),
    REEVALUATE("quarantine", "reevaluate"),
    PURGE("quarantine", "purge"),
    OPEN("quarantine", "open"),
    VALUES("quarantine", "values"),
    PICTURE("quarantine", "picture"),
    RETRY("queue", "retry"),
    HOLD("queue", "hold"),
    SKIP("queue", "skip"),
    MOVE("queue", "move"),
    DROP("queue", "drop"),
    PROMOTE("shadow", "promote"),
    RELOAD("reload", "reload");

    private final String verb;
    private final String word;

    Deed(String verb, String word) {
        this.verb = verb;
        this.word = word;
    }

    /** The word of the verb by which it is asked for. */
    public String verb() {
        return verb;
    }

    /** Its word for people and programs. */
    public String word() {
        return word;
    }

    /** Whether patient values are only looked at. */
    public boolean isLook() {
        return this == OPEN || this == VALUES || this == PICTURE;
    }

    /** All their words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Deed::word).toList();
    }

    /** Which a question to a verb is; empty when it only asks for what holds no patient value. */
    public static Optional<Deed> of(String verb, JsonNode asked) {
        String word =
                switch (verb) {
                    case "reload" -> asked.path("check").asBoolean() ? "" : verb;
                    case "quarantine" -> wordOfQuarantine(asked);
                    default -> asked.path("act").asText();
                };
        return Arrays.stream(values())
                .filter(deed -> deed.verb.equals(verb) && deed.word.equals(word))
                .findFirst();
    }

    private static String wordOfQuarantine(JsonNode asked) {
        String act = asked.path("act").asText();
        return switch (act) {
            case "show" -> asked.path("values").asBoolean() ? VALUES.word : "";
            case "picture" -> asked.path("size").asInt() > QuarantineVerb.SMALL ? act : "";
            default -> act;
        };
    }
}

package org.sluice.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Something that a request may say.
 *
 * @param name in the query, or in the object of the body
 * @param field what the verb calls it
 * @param says what it means, for people
 */
record Param(String name, String field, Type type, boolean required, String says) {
    private static final int LONGEST = 4000;
    private static final int MOST_ITEMS = 1000;

    /** What a value is. */
    enum Type {
        TEXT("string"),
        NUMBER("integer"),
        FLAG("boolean"),
        LIST("array"),
        /** A place in a list, as an answer gave it: nobody needs to know what is in it. */
        CURSOR("string");

        private final String json;

        Type(String json) {
            this.json = json;
        }
    }

    static Param of(String name, String field, Type type, String says) {
        return new Param(name, field, type, false, says);
    }

    Param must() {
        return new Param(name, field, type, true, says);
    }

    /** Puts what a query says of it among the fields for the verb. */
    void put(String text, ObjectNode fields) throws ApiProblem {
        switch (type) {
            case TEXT -> fields.put(field, checked(text));
            case CURSOR -> fields.put(field, opened(text));
            case NUMBER -> fields.put(field, number(text));
            case FLAG -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw wrong("true or false");
                }
                fields.put(field, text.equals("true"));
            }
            case LIST -> fields.putArray(field).add(checked(text));
        }
    }

    /** Puts what a body says of it among the fields for the verb. */
    void put(JsonNode value, ObjectNode fields) throws ApiProblem {
        if (type == Type.LIST) {
            fields.set(field, list(value));
        } else if (type == Type.FLAG
                ? value.isBoolean()
                : type == Type.NUMBER ? value.canConvertToInt() : value.isTextual()) {
            put(value.asText(), fields);
        } else {
            throw wrong("a value of type " + type.json);
        }
    }

    private ArrayNode list(JsonNode value) throws ApiProblem {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (!value.isArray() || value.size() > MOST_ITEMS) {
            throw wrong("a list of at most " + MOST_ITEMS + " texts");
        }
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw wrong("a list of texts");
            }
            list.add(checked(item.asText()));
        }
        return list;
    }

    private String checked(String text) throws ApiProblem {
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("a text of at most " + LONGEST + " characters without control characters");
        }
        return text;
    }

    private int number(String text) throws ApiProblem {
        if (!text.matches("\\d{1,9}")) {
            throw wrong("a number");
        }
        return Integer.parseInt(text);
    }

    /** A place in a list, closed. */
    static String cursor(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private String opened(String cursor) throws ApiProblem {
        try {
            return checked(new String(Base64.getUrlDecoder().decode(checked(cursor)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            throw wrong("what an answer gave as next");
        }
    }

    private ApiProblem wrong(String expected) {
        return ApiProblem.badRequest(name + ": expected " + expected + ", found something else");
    }

    /** As OpenAPI describes it. */
    ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", type.json);
        if (type == Type.LIST) {
            schema.putObject("items").put("type", "string");
        }
        return schema.put("description", says);
    }

    static List<String> names(List<Param> params) {
        return params.stream().map(Param::name).toList();
    }
}

package org.sluice.recipe.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.sluice.recipe.instance.ElementNames;

/**
 * A function that a test names in a variables file: {@code {"$func": "const", "value": "K"}}. The others are {@code vr_is},
 * {@code name}, {@code value_has}, {@code prefix_if_keyword} and {@code raise}.
 */
final class StandInFunction implements RecipeFunction {
    private static final Set<String> KINDS =
            Set.of("const", "vr_is", "name", "value_has", "prefix_if_keyword", "raise");

    private final String name;
    private final JsonNode json;
    private final String kind;

    StandInFunction(String name, JsonNode json) throws IOException {
        this.name = name;
        this.json = json;
        this.kind = json.path("$func").asText();
        if (!KINDS.contains(kind)) throw new IOException("expected one of " + KINDS + " as the $func of " + name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<VariableValue> value(Call call) throws ActionException {
        return switch (kind) {
            case "const" -> constant();
            case "name" -> Optional.of(VariableValue.of(call.namePath()));
            case "vr_is" -> truth(vr(call).equals(json.path("vr").asText()));
            case "value_has" -> truth(text(call).contains(json.path("text").asText()));
            case "prefix_if_keyword" -> prefixed(call);
            default -> throw new ActionException(json.path("message").asText("function " + name + " failed"));
        };
    }

    private Optional<VariableValue> constant() throws ActionException {
        JsonNode value = json.path("value");
        if (value.isNull() || value.isMissingNode()) return Optional.empty();
        try {
            return Optional.of(VariablesFile.value(name, value));
        } catch (IOException notAValue) {
            throw new ActionException("function " + name + " has no usable value");
        }
    }

    private static String vr(Call call) throws ActionException {
        requireElement(call);
        return call.part().isSequence(call.element())
                ? "SQ"
                : call.part().vr(call.element()).name();
    }

    private static String text(Call call) throws ActionException {
        requireElement(call);
        String text = call.text();
        return text == null ? "None" : text;
    }

    private Optional<VariableValue> prefixed(Call call) throws ActionException {
        requireElement(call);
        String keyword = ElementNames.keyword(call.part().tag(call.element()));
        if (!keyword.contains(json.path("keyword").asText())) return Optional.of(new VariableValue.Unchanged());
        return Optional.of(
                VariableValue.of(json.path("prefix").asText() + text(call).replace(" ", "")));
    }

    private static void requireElement(Call call) throws ActionException {
        if (call.element() < 0) throw new ActionException("the function needs an element that exists");
    }

    private static Optional<VariableValue> truth(boolean value) {
        return Optional.of(VariableValue.of(value ? 1 : 0));
    }
}

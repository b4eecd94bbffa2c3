package org.sluice.recipe.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.recipe.instance.Instance;

/**
 * Variables, and stand-ins for functions, from a JSON object: names with a text, a number, or a list of these. An object with
 * {@code $func} is a function ({@link StandInFunction}). A null is no value.
 *
 * @param values the variables
 * @param functions the stand-ins
 */
public record VariablesFile(Map<String, VariableValue> values, RecipeFunctions functions) implements Variables {
    /** No variables and no functions. */
    public static final VariablesFile EMPTY = new VariablesFile(Map.of(), RecipeFunctions.NONE);

    /** Keeps its own copy of {@code values}. */
    public VariablesFile {
        values = Map.copyOf(values);
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read, or is no JSON object of this kind
     */
    public static VariablesFile read(Path file) throws IOException {
        return of(new ObjectMapper().readTree(file.toFile()));
    }

    /** As {@link #read}, of JSON that is read already. */
    public static VariablesFile of(JsonNode json) throws IOException {
        if (!json.isObject()) {
            throw new IOException("expected a JSON object of variables");
        }
        Map<String, VariableValue> values = new HashMap<>();
        Map<String, RecipeFunction> functions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                functions.put(entry.getKey(), new StandInFunction(entry.getKey(), value));
            } else if (!value.isNull()) {
                values.put(entry.getKey(), value(entry.getKey(), value));
            }
        }
        return new VariablesFile(values, RecipeFunctions.of(functions.values()));
    }

    @Override
    public Optional<VariableValue> value(String name, Instance instance) {
        return Optional.ofNullable(values.get(name));
    }

    static VariableValue value(String name, JsonNode json) throws IOException {
        if (json.isTextual()) {
            return new VariableValue.Text(json.textValue());
        }
        if (json.isBoolean()) {
            return new VariableValue.Whole(json.booleanValue() ? BigInteger.ONE : BigInteger.ZERO);
        }
        if (json.isIntegralNumber()) {
            return new VariableValue.Whole(json.bigIntegerValue());
        }
        if (json.isNumber()) {
            return new VariableValue.Real(json.doubleValue());
        }
        if (!json.isArray()) {
            throw new IOException("expected a text, a number or a list for variable " + name);
        }
        List<VariableValue> several = new ArrayList<>();
        for (JsonNode one : json) {
            if (!one.isValueNode() || one.isNull()) {
                throw new IOException("expected a list of texts and numbers for variable " + name);
            }
            several.add(value(name, one));
        }
        return new VariableValue.Several(several);
    }
}

package org.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sluice.recipe.VariableValue;
import org.sluice.recipe.Variables;

/**
 * What {@code --ids} names: values of variables, in JSON. An object inside the object belongs to one instance, under its SOP
 * Instance UID, its path as found, or its file name; anything else is a variable of all instances that have no own value.
 *
 * <pre>{@code
 * {"site": "NORTH",
 *  "1.2.840.1": {"id": "ANON-1"},
 *  "image2.dcm": {"id": "ANON-2", "trial": 7}}
 * }</pre>
 */
final class IdentifierSets {
    static final IdentifierSets NONE = new IdentifierSets(Map.of(), Map.of());

    private final Map<String, VariableValue> common;
    private final Map<String, Map<String, VariableValue>> own;

    private IdentifierSets(Map<String, VariableValue> common, Map<String, Map<String, VariableValue>> own) {
        this.common = common;
        this.own = own;
    }

    /** Reads the file; what is wrong with it is said without its values. */
    static IdentifierSets read(Path file) throws IOException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    file + ":" + e.getLocation().getLineNr() + ":"
                            + e.getLocation().getColumnNr() + ": expected JSON, found something else",
                    e);
        }
        if (!root.isObject()) {
            throw new CommandFailure(file + ": expected a JSON object, found none");
        }
        Map<String, VariableValue> common = new HashMap<>();
        Map<String, Map<String, VariableValue>> own = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getValue().isObject()) {
                own.put(field.getKey(), values(file, field.getKey() + ": ", field.getValue()));
            } else {
                put(file, "", common, field.getKey(), field.getValue());
            }
        }
        return new IdentifierSets(common, own);
    }

    private static Map<String, VariableValue> values(Path file, String owner, JsonNode json) {
        Map<String, VariableValue> values = new HashMap<>();
        json.properties().forEach(each -> put(file, owner, values, each.getKey(), each.getValue()));
        return values;
    }

    private static void put(Path file, String owner, Map<String, VariableValue> values, String name, JsonNode json) {
        if (!json.isNull()) {
            values.put(
                    name,
                    value(json)
                            .orElseThrow(() -> new CommandFailure(file + ": " + owner + name
                                    + ": expected a text, a number or a list of them, found "
                                    + json.getNodeType().name().toLowerCase(Locale.ROOT))));
        }
    }

    private static Optional<VariableValue> value(JsonNode json) {
        if (json.isTextual()) {
            return Optional.of(new VariableValue.Text(json.textValue()));
        }
        if (json.isIntegralNumber()) {
            return Optional.of(new VariableValue.Whole(json.bigIntegerValue()));
        }
        if (json.isNumber()) {
            return Optional.of(new VariableValue.Real(json.doubleValue()));
        }
        return json.isArray() ? several(json) : Optional.empty();
    }

    private static Optional<VariableValue> several(JsonNode list) {
        List<VariableValue> values = new ArrayList<>();
        for (JsonNode each : list) {
            Optional<VariableValue> value = each.isArray() ? Optional.empty() : value(each);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(new VariableValue.Several(values));
    }

    /** The variables of one instance. */
    Variables of(FoundFile file, String sopInstanceUid) {
        Path name = file.path().getFileName();
        List<String> keys = List.of(sopInstanceUid, file.path().toString(), name == null ? "" : name.toString());
        return (variable, instance) -> keys.stream()
                .map(key -> own.getOrDefault(key, Map.of()).get(variable))
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> Optional.ofNullable(common.get(variable)));
    }
}

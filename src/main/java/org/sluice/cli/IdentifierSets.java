package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sluice.files.FoundFile;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.function.VariablesFile;
import org.sluice.text.OneLine;

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
    static final IdentifierSets NONE = new IdentifierSets(Map.of(), Map.of(), Variables.NONE);

    private final Map<String, VariableValue> common;
    private final Map<String, Map<String, VariableValue>> own;

    /** Those of a route of a node, for names that the file has no value for. */
    private final Variables ofRoute;

    private IdentifierSets(
            Map<String, VariableValue> common, Map<String, Map<String, VariableValue>> own, Variables ofRoute) {
        this.common = common;
        this.own = own;
        this.ofRoute = ofRoute;
    }

    /** The same, with the variables of a route for names that have no value here. */
    IdentifierSets or(Variables route) {
        return new IdentifierSets(common, own, route);
    }

    /** What all instances may need to be read for. */
    Variables ofRoute() {
        return ofRoute;
    }

    /** Reads the file; what is wrong with it is said without its values. */
    static IdentifierSets read(Path file) throws IOException {
        ObjectNode common = JsonNodeFactory.instance.objectNode();
        Map<String, Map<String, VariableValue>> own = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : JsonFile.read(file).properties()) {
            if (field.getValue().isObject()) {
                own.put(field.getKey(), values(file, field.getKey() + ": ", field.getValue()));
            } else {
                common.set(field.getKey(), field.getValue());
            }
        }
        return new IdentifierSets(values(file, "", common), own, Variables.NONE);
    }

    private static Map<String, VariableValue> values(Path file, String owner, JsonNode json) {
        try {
            return VariablesFile.of(json).values();
        } catch (IOException e) {
            throw new CommandFailure(file + ": " + owner + OneLine.message(e), e);
        }
    }

    /** The variables of one instance. */
    Variables of(FoundFile file, String sopInstanceUid) {
        Path name = file.path().getFileName();
        List<String> keys = List.of(sopInstanceUid, file.path().toString(), name == null ? "" : name.toString());
        Variables named = (variable, instance) -> keys.stream()
                .map(key -> own.getOrDefault(key, Map.of()).get(variable))
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> Optional.ofNullable(common.get(variable)));
        return named.or(ofRoute);
    }
}

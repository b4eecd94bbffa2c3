package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Uids;
import org.sluice.files.FoundFile;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.function.VariablesFile;
import org.sluice.recipe.instance.Instance;
import org.sluice.text.OneLine;

/**
 * What {@code --ids} names: values of variables, in JSON. An object inside the object belongs to one instance, under its SOP
 * Instance UID, its path as found, or its file name; those inside {@code studies} and {@code patients} to a study, under its Study
 * Instance UID, and to a patient, under the Patient ID or {@code ID^^^ISSUER}. Anything else is a variable of all instances. The
 * narrower one has the say.
 *
 * <pre>{@code
 * {"site": "NORTH",
 *  "patients": {"4711": {"id": "ANON-1"}, "4711^^^SOUTH": {"id": "ANON-2"}},
 *  "studies": {"1.2.840.7": {"accession": "A1"}},
 *  "1.2.840.1": {"id": "ANON-3"},
 *  "image2.dcm": {"id": "ANON-4", "trial": 7}}
 * }</pre>
 */
final class IdentifierSets {
    static final IdentifierSets NONE =
            new IdentifierSets(Map.of(), Map.of(), Map.of(), Map.of(), Variables.NONE, Set.of());

    private static final String PATIENTS = "patients";
    private static final String STUDIES = "studies";
    private static final String ISSUED_BY = "^^^";
    private static final int ISSUER_OF_PATIENT_ID = 0x0010_0021;

    private final Map<String, VariableValue> common;
    private final Map<String, Map<String, VariableValue>> own;
    private final Map<String, Map<String, VariableValue>> studies;
    private final Map<String, Map<String, VariableValue>> patients;

    /** Those of a route of a node, for names that the file has no value for. */
    private final Variables ofRoute;

    /** Top-level elements that have to be read besides those that the route's variables are made from. */
    private final Set<Integer> alsoRead;

    private final Variables ofAll;

    private IdentifierSets(
            Map<String, VariableValue> common,
            Map<String, Map<String, VariableValue>> own,
            Map<String, Map<String, VariableValue>> studies,
            Map<String, Map<String, VariableValue>> patients,
            Variables ofRoute,
            Set<Integer> alsoRead) {
        this.common = common;
        this.own = own;
        this.studies = studies;
        this.patients = patients;
        this.ofRoute = ofRoute;
        this.alsoRead = alsoRead;
        this.ofAll = reading(ofRoute, alsoRead);
    }

    /** The same, with the variables of a route for names that have no value here. */
    IdentifierSets or(Variables route) {
        return new IdentifierSets(common, own, studies, patients, route, alsoRead);
    }

    /** The same, of instances that are read to their Study Instance UID, whatever large values come before it. */
    IdentifierSets readToStudy() {
        Set<Integer> more = new HashSet<>(alsoRead);
        more.add(Tag.STUDY_INSTANCE_UID);
        return new IdentifierSets(common, own, studies, patients, ofRoute, more);
    }

    /** What all instances may need to be read for. */
    Variables ofAll() {
        return ofAll;
    }

    private static Variables reading(Variables ofRoute, Set<Integer> alsoRead) {
        Set<Integer> tags = new HashSet<>(ofRoute.tags());
        tags.addAll(alsoRead);
        int last = tags.stream().max(Integer::compareUnsigned).orElse(0);
        return new Variables() {
            @Override
            public Optional<VariableValue> value(String name, Instance instance) {
                return ofRoute.value(name, instance);
            }

            @Override
            public Optional<String> mapped(String name, String text) {
                return ofRoute.mapped(name, text);
            }

            @Override
            public Set<Integer> tags() {
                return tags;
            }

            @Override
            public int lastTag() {
                return last;
            }
        };
    }

    /** Reads the file; what is wrong with it is said without its values. */
    static IdentifierSets read(Path file) throws IOException {
        ObjectNode common = JsonNodeFactory.instance.objectNode();
        Map<String, Map<String, VariableValue>> own = new HashMap<>();
        Map<String, Map<String, VariableValue>> studies = new HashMap<>();
        Map<String, Map<String, VariableValue>> patients = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : JsonFile.read(file).properties()) {
            String key = field.getKey();
            if (!field.getValue().isObject()) {
                common.set(key, field.getValue());
            } else if (key.equals(STUDIES)) {
                readInto(studies, file, STUDIES, field.getValue());
            } else if (key.equals(PATIENTS)) {
                readInto(patients, file, PATIENTS, field.getValue());
            } else {
                own.put(key, values(file, key + ": ", field.getValue()));
            }
        }
        Set<Integer> tags = new HashSet<>();
        if (!patients.isEmpty()) {
            tags.add(ISSUER_OF_PATIENT_ID);
        }
        if (!studies.isEmpty()) {
            tags.add(Tag.STUDY_INSTANCE_UID);
        }
        return new IdentifierSets(values(file, "", common), own, studies, patients, Variables.NONE, tags);
    }

    /** Their keys are a patient's, so a mistake is said by its place in the list. */
    private static void readInto(Map<String, Map<String, VariableValue>> sets, Path file, String name, JsonNode json) {
        int number = 0;
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String owner = name + ", number " + ++number + ": ";
            if (!field.getValue().isObject()) {
                throw new CommandFailure(file + ": " + owner + "expected an object with variables, found none");
            }
            sets.put(field.getKey().strip(), values(file, owner, field.getValue()));
        }
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
                .or(() -> ofStudy(variable, instance.dataSet()))
                .or(() -> ofPatient(variable, instance.dataSet()))
                .or(() -> Optional.ofNullable(common.get(variable)));
        return named.or(ofAll);
    }

    private Optional<VariableValue> ofStudy(String variable, Header dataSet) {
        String uid = Uids.unpadded(text(dataSet, Tag.STUDY_INSTANCE_UID));
        return Optional.ofNullable(studies.getOrDefault(uid, Map.of()).get(variable));
    }

    private Optional<VariableValue> ofPatient(String variable, Header dataSet) {
        String id = text(dataSet, Tag.PATIENT_ID);
        String issuer = text(dataSet, ISSUER_OF_PATIENT_ID);
        List<String> keys = new ArrayList<>();
        if (!issuer.isEmpty()) {
            keys.add(id + ISSUED_BY + issuer);
        }
        keys.add(id);
        return keys.stream()
                .map(key -> patients.getOrDefault(key, Map.of()).get(variable))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String text(Header dataSet, int tag) {
        int element = dataSet.find(tag);
        return element < 0 ? "" : String.join("\\", dataSet.texts(element)).strip();
    }
}

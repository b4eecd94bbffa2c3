package org.sluice.gateway.route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sluice.config.Places;
import org.sluice.config.VariableConfig;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.store.KnownKeys;
import org.sluice.text.FileFault;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/** What {@code var:NAME} stands for on a route, worked out for each instance from its own header. Any thread. */
final class RouteVariables implements Variables {
    private final Map<String, Source> sources;

    /** Where the value of one variable comes from; empty when an instance has none. */
    private interface Source {
        Optional<VariableValue> of(Instance instance);
    }

    private final int lastTag;

    private RouteVariables(Map<String, Source> sources, int lastTag) {
        this.sources = Map.copyOf(sources);
        this.lastTag = lastTag;
    }

    @Override
    public int lastTag() {
        return lastTag;
    }

    @Override
    public Optional<VariableValue> value(String name, Instance instance) {
        Source source = sources.get(name);
        return source == null ? Optional.empty() : source.of(instance);
    }

    /** Makes the variables of routes; keys and tables that several of them name are read once. */
    static final class Factory {
        private final Map<Path, Pseudonyms> keys = new HashMap<>();
        private final KnownKeys knownKeys;
        private final List<Problem> problems;
        private final Places places;
        /** The largest one of the variables of the route under way. */
        private int lastTag;

        /** Problems with fields, keys and tables are added to the list. */
        Factory(KnownKeys knownKeys, List<Problem> problems, Places places) {
            this.knownKeys = knownKeys;
            this.problems = problems;
            this.places = places;
        }

        /** Those that stand at a place of the configuration. */
        RouteVariables of(Map<String, VariableConfig> variables, Object... place) {
            return new RouteVariables(sources(variables, place), lastTag);
        }

        /** The same, with those of the route for names that are not among them. */
        RouteVariables of(Map<String, VariableConfig> variables, RouteVariables route, Object... place) {
            Map<String, Source> both = new HashMap<>(route.sources);
            both.putAll(sources(variables, place));
            int last = Integer.compareUnsigned(route.lastTag, lastTag) > 0 ? route.lastTag : lastTag;
            return new RouteVariables(both, last);
        }

        private Map<String, Source> sources(Map<String, VariableConfig> variables, Object... place) {
            Map<String, Source> sources = new HashMap<>();
            lastTag = 0;
            variables.forEach((name, config) -> {
                try {
                    sources.put(name, source(config));
                } catch (IOException e) {
                    String key = config instanceof VariableConfig.Lookup ? "lookup" : "key";
                    problems.add(places.error(
                            "variable " + name + ": " + FileFault.inWords(e),
                            Places.within(place, "variables", name, key)));
                }
            });
            return sources;
        }

        private Source source(VariableConfig config) throws IOException {
            if (config instanceof VariableConfig.Pseudonym pseudonym) {
                int tag = tag(pseudonym.field(), pseudonym.at());
                Pseudonyms pseudonyms = pseudonyms(pseudonym.key());
                return instance -> text(instance, tag)
                        .map(value ->
                                VariableValue.of(pseudonym.prefix() + pseudonyms.pseudonym(pseudonym.field(), value)));
            }
            if (config instanceof VariableConfig.Uid uid) {
                int tag = tag(uid.field(), uid.at());
                Pseudonyms pseudonyms = pseudonyms(uid.key());
                return instance ->
                        text(instance, tag).map(value -> VariableValue.of(pseudonyms.uid(uid.root(), value)));
            }
            if (config instanceof VariableConfig.Lookup lookup) {
                int tag = tag(lookup.key(), lookup.at());
                LookupTable table = new LookupTable(lookup.table(), lookup.key(), lookup.column());
                return instance -> text(instance, tag).flatMap(table::value).map(value -> VariableValue.of(value));
            }
            Optional<VariableValue> fixed = Optional.of(fixed(((VariableConfig.Value) config).values()));
            return instance -> fixed;
        }

        private static VariableValue fixed(List<String> values) {
            return values.size() == 1
                    ? VariableValue.of(values.get(0))
                    : new VariableValue.Several(values.stream()
                            .map(value -> VariableValue.of(value))
                            .toList());
        }

        private Pseudonyms pseudonyms(Path key) throws IOException {
            Pseudonyms known = keys.get(key);
            if (known == null) {
                known = new Pseudonyms(knownKeys.key(key));
                keys.put(key, known);
            }
            return known;
        }

        private int tag(String field, Span at) {
            OptionalInt tag = Dictionary.standard()
                    .byKeyword(field)
                    .map(entry -> OptionalInt.of(entry.tag()))
                    .orElse(Tag.parse(field));
            if (tag.isEmpty()) {
                problems.add(places.errorAt(at, "expected the keyword or tag of an element, found " + field)
                        .suggesting(Dictionary.standard().suggestions(field, 3)));
            }
            lastTag = Integer.compareUnsigned(tag.orElse(0), lastTag) > 0 ? tag.orElse(0) : lastTag;
            return tag.orElse(0);
        }
    }

    /** All values of a top-level element as one text; empty when it is absent or has none. */
    private static Optional<String> text(Instance instance, int tag) {
        Header header = instance.dataSet();
        int element = header.find(tag);
        if (element < 0) {
            return Optional.empty();
        }
        List<String> texts = header.texts(element);
        String text = texts.size() == 1 ? texts.get(0) : String.join("\\", texts);
        return Optional.of(text.strip()).filter(value -> !value.isEmpty());
    }
}

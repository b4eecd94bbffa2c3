package org.sluice.gateway.route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sluice.config.Places;
import org.sluice.config.PseudonymForm;
import org.sluice.config.VariableConfig;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.store.KnownKeys;
import org.sluice.text.FileFault;
import org.sluice.text.Log;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/** What {@code var:NAME} stands for on a route, worked out for each instance from its own header. Any thread. */
final class RouteVariables implements Variables {
    private static final Log LOG = Log.of(RouteVariables.class);
    /** The column of a table of known patients. */
    private static final String KNOWN_COLUMN = "pseudonym";
    /** Characters that VR SH has room for, PS3.5 6.2. */
    private static final int LONGEST_ACCESSION = 16;

    private final Map<String, Source> sources;
    private final Map<String, UnaryOperator<String>> mappings;

    /** Where the value of one variable comes from; empty when an instance has none. */
    private interface Source {
        Optional<VariableValue> of(Instance instance);
    }

    private final Set<Integer> tags;
    private final int lastTag;

    private RouteVariables(
            Map<String, Source> sources, Map<String, UnaryOperator<String>> mappings, Set<Integer> tags) {
        this.sources = Map.copyOf(sources);
        this.mappings = Map.copyOf(mappings);
        this.tags = Set.copyOf(tags);
        this.lastTag = tags.stream().max(Integer::compareUnsigned).orElse(0);
    }

    @Override
    public int lastTag() {
        return lastTag;
    }

    @Override
    public Set<Integer> tags() {
        return tags;
    }

    /** The same, of instances that are read to the top-level element with this tag at least. */
    RouteVariables readTo(int tag) {
        Set<Integer> more = new HashSet<>(tags);
        more.add(tag);
        return new RouteVariables(sources, mappings, more);
    }

    @Override
    public Optional<String> mapped(String name, String text) {
        UnaryOperator<String> mapping = mappings.get(name);
        return mapping == null ? Optional.empty() : Optional.of(mapping.apply(text));
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
        /** Those of the variables of the route under way. */
        private final Set<Integer> tags = new HashSet<>();

        /** Problems with fields, keys and tables are added to the list. */
        Factory(KnownKeys knownKeys, List<Problem> problems, Places places) {
            this.knownKeys = knownKeys;
            this.problems = problems;
            this.places = places;
        }

        /** Those that stand at a place of the configuration. */
        RouteVariables of(Map<String, VariableConfig> variables, Object... place) {
            Map<String, Source> sources = sources(variables, place);
            return new RouteVariables(sources, mappings(variables, place), tags);
        }

        /** The same, with those of the route for names that are not among them. */
        RouteVariables of(Map<String, VariableConfig> variables, RouteVariables route, Object... place) {
            Map<String, Source> both = new HashMap<>(route.sources);
            both.putAll(sources(variables, place));
            Map<String, UnaryOperator<String>> mappings = new HashMap<>(route.mappings);
            mappings.putAll(mappings(variables, place));
            tags.addAll(route.tags);
            return new RouteVariables(both, mappings, tags);
        }

        private Map<String, Source> sources(Map<String, VariableConfig> variables, Object... place) {
            Map<String, Source> sources = new HashMap<>();
            tags.clear();
            variables.forEach((name, config) -> {
                try {
                    sources.put(name, source(config));
                } catch (IOException e) {
                    problem(name, config, e, place);
                }
            });
            return sources;
        }

        private void problem(String name, VariableConfig config, IOException e, Object... place) {
            String key = config instanceof VariableConfig.Lookup ? "lookup" : "key";
            problems.add(places.error(
                    "variable " + name + ": " + FileFault.inWords(e), Places.within(place, "variables", name, key)));
        }

        /** How functions map texts, by the names of the variables that say how. */
        private Map<String, UnaryOperator<String>> mappings(Map<String, VariableConfig> variables, Object... place) {
            Map<String, UnaryOperator<String>> mappings = new HashMap<>();
            variables.forEach((name, config) -> {
                if (config instanceof VariableConfig.Uids uids) {
                    try {
                        Pseudonyms pseudonyms = pseudonyms(uids.key());
                        mappings.put(name, text -> pseudonyms.uid(uids.root(), text));
                    } catch (IOException e) {
                        problem(name, config, e, place);
                    }
                }
            });
            return mappings;
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
            if (config instanceof VariableConfig.FormedPseudonym pseudonym) {
                return formed(pseudonym);
            }
            if (config instanceof VariableConfig.Days days) {
                int[] tags = tags(days.fields(), days.at());
                Pseudonyms pseudonyms = pseudonyms(days.key());
                String kind = "days:" + String.join("+", days.fields());
                long count = (long) days.to() - days.from() + 1;
                return instance -> texts(instance, tags)
                        .map(value -> VariableValue.of(days.from() + pseudonyms.number(kind, value, count)));
            }
            if (config instanceof VariableConfig.Accession accession) {
                return accession(accession);
            }
            if (config instanceof VariableConfig.Uids) {
                return instance -> Optional.empty();
            }
            if (config instanceof VariableConfig.Lookup lookup) {
                int tag = tag(lookup.key(), lookup.at());
                LookupTable table = new LookupTable(lookup.table(), lookup.key(), lookup.column());
                return instance -> text(instance, tag).flatMap(table::value).map(value -> VariableValue.of(value));
            }
            Optional<VariableValue> fixed = Optional.of(fixed(((VariableConfig.Value) config).values()));
            return instance -> fixed;
        }

        private Source formed(VariableConfig.FormedPseudonym config) throws IOException {
            int[] tags = tags(config.fields(), config.at());
            Pseudonyms pseudonyms = pseudonyms(config.key());
            PseudonymForm form = config.form();
            String kind = String.join("+", config.fields());
            Optional<LookupTable> known = config.known().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LookupTable(config.known().get(), config.fields(), KNOWN_COLUMN));
            if (form.digits() > 0) {
                LOG.info(
                        "pseudonyms of {} have {} digits: of {} patients two share one with a chance of 1 in 1000",
                        kind,
                        form.digits(),
                        form.safeFor());
            }
            return instance -> texts(instance, tags)
                    .map(value -> VariableValue.of(known.flatMap(table -> table.value(value))
                            .orElseGet(() -> form.prefix() + body(pseudonyms, form, kind, value))));
        }

        private static String body(Pseudonyms pseudonyms, PseudonymForm form, String kind, String value) {
            if (form.digits() == 0) {
                return pseudonyms.pseudonym(kind, value);
            }
            long below = (long) Math.pow(10, form.digits());
            String digits = Long.toString(pseudonyms.number(kind, value, below));
            return "0".repeat(form.digits() - digits.length()) + digits;
        }

        /** An instance without an accession number keeps none. */
        private Source accession(VariableConfig.Accession config) throws IOException {
            int[] tags = tags(config.fields(), config.at());
            Pseudonyms pseudonyms = pseudonyms(config.key());
            String kind = "accession:" + String.join("+", config.fields());
            int length = LONGEST_ACCESSION - config.prefix().length();
            return instance -> Optional.of(VariableValue.of(texts(instance, tags)
                    .map(value -> config.prefix() + pseudonyms.pseudonym(kind, value, length))
                    .orElse("")));
        }

        private int[] tags(List<String> fields, Span at) {
            return fields.stream().mapToInt(field -> tag(field, at)).toArray();
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
            tag.ifPresent(tags::add);
            return tag.orElse(0);
        }
    }

    /** The texts of several elements, joined by NUL; empty when the first has none. */
    private static Optional<String> texts(Instance instance, int[] tags) {
        Optional<String> first = text(instance, tags[0]);
        if (first.isEmpty() || tags.length == 1) {
            return first;
        }
        StringBuilder all = new StringBuilder(first.get());
        for (int i = 1; i < tags.length; i++) {
            all.append('\0').append(text(instance, tags[i]).orElse(""));
        }
        return Optional.of(all.toString());
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

package org.sluice.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sluice.text.OneLine;
import org.sluice.text.SourceText;
import org.sluice.text.Span;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code conf/sluice.yaml}; see {@link Configuration} for a sample. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads and checks a file.
     *
     * @throws ConfigException with everything that is wrong with it
     * @throws IOException when there is no such file, or it is not UTF-8
     */
    public static Configuration load(Path file) throws ConfigException, IOException {
        return parse(SourceText.read(file));
    }

    /** Reads and checks a file, of which what is sound may still be of use when not all of it is. */
    public static ConfigReading read(Path file) throws IOException {
        return read(SourceText.read(file));
    }

    /**
     * Reads and checks a text.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    public static Configuration parse(SourceText source) throws ConfigException {
        ConfigReading reading = read(source);
        if (!reading.isRight()) {
            throw new ConfigException(reading.problems());
        }
        return reading.configuration().orElseThrow();
    }

    /**
     * Reads a file with users of the desk: names with {@code role} and {@code passcode}, as in {@code http.users}.
     *
     * @throws ConfigException with everything that is wrong with it
     * @throws IOException when there is no such file, or it is not UTF-8
     */
    public static Map<String, OperatorConfig> users(Path file) throws ConfigException, IOException {
        SourceText source = SourceText.read(file);
        ConfigProblems problems = new ConfigProblems(source);
        boolean empty = source.lines().stream().allMatch(line -> line.isBlank() || line.startsWith("#"));
        Map<String, OperatorConfig> users = empty
                ? Map.of()
                : compose(source, problems)
                        .map(root -> OperatorConfig.readAll(new Section(problems, root, "users")))
                        .orElse(Map.of());
        if (!problems.inFileOrder().isEmpty()) {
            throw new ConfigException(problems.inFileOrder());
        }
        return users;
    }

    private static ConfigReading read(SourceText source) {
        ConfigProblems problems = new ConfigProblems(source);
        Optional<Configuration> configuration = compose(source, problems)
                .map(root -> Configuration.read(new Section(problems, root, "the configuration")));
        return new ConfigReading(configuration, problems.inFileOrder());
    }

    private static Optional<Node> compose(SourceText source, ConfigProblems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.name())
                .setAllowNonScalarKeys(true)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(source.content());
            if (root.isEmpty()) {
                problems.add(new Span(source.name(), 1, 1), "expected a configuration, found an empty file");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            Span at = problems.at(e.getProblemMark(), Optional.empty());
            problems.add(at, "not YAML: " + context + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(new Span(source.name(), 1, 1), "not YAML: " + OneLine.message(e));
        }
        return Optional.empty();
    }
}

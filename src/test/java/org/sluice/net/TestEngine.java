package org.sluice.net;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The engine with which tests play modalities and archives, and that nodes of tests run with. */
public final class TestEngine {
    /** Those of the class path. */
    public static final Engines ENGINES = Engines.onClassPath();

    /** The one that every build has. */
    public static final Engine ENGINE = ENGINES.standard();

    private TestEngine() {}

    /** The name of each of them, for tests of a node that is told which to take. */
    public static List<String> names() {
        return ENGINES.names();
    }

    /** Each of them, for tests of the contract. */
    static Stream<Named<Engine>> all() {
        return ENGINES.all().stream().map(engine -> Named.of(engine.name(), engine));
    }
}

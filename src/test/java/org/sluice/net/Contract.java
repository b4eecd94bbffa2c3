package org.sluice.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the rest of Sluice may rely on, said in the types of the seam alone, and tried with each engine on the class path: both
 * sides are that engine. {@code docs/engines.md} has a row for each test.
 */
@ParameterizedClass(name = "engine {0}")
@MethodSource("org.sluice.net.TestEngine#all")
abstract class Contract {
    /** The engine under test. */
    final Engine engine;

    final Sides sides;

    Contract(Engine engine) {
        this.engine = engine;
        this.sides = new Sides(engine);
    }

    /** A promise that an engine without this need not keep. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Needs {
        Engine.Capability value();
    }

    /** What a promise needs of an engine. */
    static Optional<Engine.Capability> needed(Method promise) {
        return Optional.ofNullable(promise.getAnnotation(Needs.class)).map(Needs::value);
    }

    @BeforeEach
    void askOnlyForWhatTheEngineDoes(TestInfo test) {
        Optional<Engine.Capability> needed = test.getTestMethod().flatMap(Contract::needed);
        assumeTrue(
                needed.isEmpty() || engine.capabilities().contains(needed.get()),
                () -> "the engine " + engine.name() + " is not one that "
                        + needed.get().words());
    }
}

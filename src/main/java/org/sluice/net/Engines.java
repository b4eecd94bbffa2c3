package org.sluice.net;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** The engines that there are. They are looked for when the first is asked for, which many a command never does. Any thread. */
public final class Engines {
    /** The one that every build has, and that is taken unless another is named. */
    public static final String STANDARD = "sluice";

    private final Supplier<List<Engine>> source;

    private Engines(Supplier<List<Engine>> source) {
        this.source = source;
    }

    /** Those on the class path, that is: of this build. */
    public static Engines onClassPath() {
        return new Engines(() -> ServiceLoader.load(Engine.class, Engine.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** These. */
    public static Engines of(Engine... engines) {
        List<Engine> all = List.of(engines);
        return new Engines(() -> all);
    }

    /** All of them. */
    public List<Engine> all() {
        return source.get();
    }

    /** The one of that name. */
    public Optional<Engine> named(String name) {
        return all().stream().filter(engine -> engine.name().equals(name)).findFirst();
    }

    /**
     * The {@link #STANDARD} one.
     *
     * @throws IllegalStateException it is missing, which no build is made with
     */
    public Engine standard() {
        return named(STANDARD).orElseThrow(() -> new IllegalStateException("engine " + STANDARD + " is missing"));
    }

    /** Their names. */
    public List<String> names() {
        return all().stream().map(Engine::name).sorted().toList();
    }
}

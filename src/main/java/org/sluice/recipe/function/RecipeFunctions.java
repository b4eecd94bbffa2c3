package org.sluice.recipe.function;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The functions that {@code func:NAME} may call. Immutable. */
public final class RecipeFunctions {
    /** No functions. */
    public static final RecipeFunctions NONE = new RecipeFunctions(Map.of());

    private final Map<String, RecipeFunction> byName;

    private RecipeFunctions(Map<String, RecipeFunction> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Those found by {@link ServiceLoader}: on the class path, and in what else the context class loader of this thread knows.
     */
    public static RecipeFunctions installed() {
        return of(ServiceLoader.load(RecipeFunction.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /**
     * These functions.
     *
     * @throws IllegalArgumentException when two have the same name
     */
    public static RecipeFunctions of(Collection<? extends RecipeFunction> functions) {
        Map<String, RecipeFunction> byName = new HashMap<>();
        for (RecipeFunction function : functions) {
            if (byName.put(function.name(), function) != null) {
                throw new SameNameException("two recipe functions are named " + function.name());
            }
        }
        return new RecipeFunctions(byName);
    }

    /** These and others; of two with the same name the other one. */
    public RecipeFunctions with(RecipeFunctions others) {
        Map<String, RecipeFunction> all = new HashMap<>(byName);
        all.putAll(others.byName);
        return new RecipeFunctions(all);
    }

    /** The names of all functions. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** The function of this name. */
    public Optional<RecipeFunction> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Two functions have one name, so that nobody could say which a recipe means. */
    public static final class SameNameException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        SameNameException(String message) {
            super(message);
        }
    }
}

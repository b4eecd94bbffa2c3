package org.sluice.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.Places;
import org.sluice.store.StoreInUseException;
import org.sluice.text.FileFault;
import org.sluice.text.Problem;

/** Tries one thing after the other that a node needs, and keeps all that goes wrong. */
final class StartTrial {
    private final Places places;
    private final List<Problem> problems = new ArrayList<>();
    private boolean storeInUse;

    /** Something that may not work out. */
    interface Attempt<T> {
        T make() throws ConfigException, IOException;
    }

    StartTrial(Places places) {
        this.places = places;
    }

    /**
     * What an attempt makes; empty when it fails, which is noted at the place of a value in the configuration.
     *
     * @param path the place, as {@link Places} names it
     */
    <T> Optional<T> of(String what, Attempt<T> attempt, Object... path) {
        try {
            return Optional.of(attempt.make());
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        } catch (StoreInUseException e) {
            storeInUse = true;
            note(
                    what + ": the folder is in use by another Sluice on this host; stop that one, or choose another",
                    path);
        } catch (IOException e) {
            note(what + ": " + FileFault.inWords(e), path);
        }
        return Optional.empty();
    }

    /** Notes that something is wrong with a value. */
    void note(String message, Object... path) {
        problems.add(places.error(message, path));
    }

    void noteAll(List<Problem> found) {
        problems.addAll(found);
    }

    /** Whether another node has one of the stores, and so perhaps the ports, too. */
    boolean storeInUse() {
        return storeInUse;
    }

    /** Whether nothing has gone wrong so far. */
    boolean isPassed() {
        return problems.isEmpty();
    }

    /** All that went wrong: what is of the configuration's file in its order, then what is of other files. */
    ConfigException failure() {
        String file = places.file();
        List<Problem> all = new ArrayList<>(problems.stream().distinct().toList());
        all.sort(Comparator.comparing((Problem problem) -> !problem.at().file().equals(file))
                .thenComparing((one, other) ->
                        one.at().file().equals(other.at().file()) ? one.at().compareTo(other.at()) : 0));
        return new ConfigException(all);
    }
}

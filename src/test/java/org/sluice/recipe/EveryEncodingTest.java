package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetException;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.recipe.EncodableInstances.Unknown;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;

/**
 * Encoding does not change meaning: random instances through random recipes, in every encoding, get the same verdict and the
 * same edits.
 *
 * <p>What is not the same in every encoding is not the same instance. Implicit VR has no VR of a private element, and neither
 * has UN; where no resource knows it either, less is known of the instance. Those who write it are {@linkplain #saysAllVrs told
 * apart} from the others, and these differences are expected between the two, and no others:
 *
 * <ul>
 *   <li>{@code select:VR:} finds such an element by its VR only where it is written;
 *   <li>what fits into it depends on its VR, if that is another than LO; as bytes it takes any text;
 *   <li>a number in it can be compared only where something says that it is a number.
 * </ul>
 *
 * <p>Of an element that may be OB or OW, {@code select:VR:} takes the VR that is written; where none is, it is OW (PS3.5 annex
 * A.1). And a private sequence without items is an element without a value where nothing says that it is a sequence; instances
 * have none of that kind.
 */
class EveryEncodingTest {
    /** The same for every run, so that a run judges the change and not its luck; another one looks for more. */
    private static final long SEED = 20_261_129;

    private static final Map<String, VariableValue> VALUES = Map.of(
            "site", VariableValue.of("NORTH"),
            "letters", VariableValue.of("\u00d6st"),
            "empty", VariableValue.of(""),
            "days", VariableValue.of(17),
            "real", new VariableValue.Real(1.5),
            "several", new VariableValue.Several(List.of(VariableValue.of("A"), VariableValue.of("BC"))));

    private static final Variables VARIABLES = (name, instance) -> Optional.ofNullable(VALUES.get(name));

    private static final CompiledRecipe.Environment ENVIRONMENT =
            new CompiledRecipe.Environment(RecipeFunctions.of(List.of(new Shout())), () -> LocalDate.of(2026, 11, 29));

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int flagged;

    /** Gives the value as a function sees it. */
    private static final class Shout implements RecipeFunction {
        @Override
        public String name() {
            return "shout";
        }

        @Override
        public Optional<VariableValue> value(Call call) {
            String text = call.text();
            return text == null
                    ? Optional.of(VariableValue.of("NONE"))
                    : Optional.of(VariableValue.of(text.toUpperCase(Locale.ROOT)));
        }
    }

    @Test
    void everyEncodingGivesTheSameAnswer() throws Exception {
        compare(Long.getLong("encodings.seed", SEED), 12, 16);
        assertThat(outcomes).containsOnlyKeys("unchanged", "changed", "action failed");
        assertThat(outcomes.get("changed")).isGreaterThan(1000);
        assertThat(flagged).isGreaterThan(500);
    }

    /** More of the same; {@code -Dencodings.rounds} and {@code -Dencodings.seed} are for more still. */
    @Test
    @Tag("heavy")
    void everyEncodingGivesTheSameAnswerToManyMore() throws Exception {
        long began = System.nanoTime();
        Random seeds = new Random(Long.getLong("encodings.seed", SEED));
        for (int round = Integer.getInteger("encodings.rounds", 6); round > 0; round--) {
            compare(seeds.nextLong(), 40, 30);
        }
        System.out.printf(
                "encodings: %d instances x recipes in %d encodings each, %s, %d flagged, in %d s%n",
                outcomes.values().stream().mapToLong(Integer::intValue).sum()
                        / Transcoder.forms().size(),
                Transcoder.forms().size(),
                outcomes,
                flagged,
                (System.nanoTime() - began) / 1_000_000_000L);
    }

    private void compare(long seed, int recipeCount, int instanceCount) throws Exception {
        Random seeds = new Random(seed);
        EncodableRecipes random = new EncodableRecipes(seeds.nextLong());
        List<EncodableRecipes.Made> recipes = new ArrayList<>();
        for (int i = 0; i < recipeCount; i++) {
            recipes.add(random.next(ENVIRONMENT));
        }
        for (int i = 0; i < instanceCount; i++) {
            long instanceSeed = seeds.nextLong();
            EncodableInstances.Made instance = EncodableInstances.of(instanceSeed);
            Map<Form, byte[]> written = new LinkedHashMap<>();
            for (Form form : Transcoder.forms()) {
                written.put(form, Transcoder.dataSet(instance.tree(), form));
            }
            for (EncodableRecipes.Made recipe : recipes) {
                compare(instance, written, recipe, "seed " + seed + ", instance " + instanceSeed);
            }
        }
    }

    private void compare(
            EncodableInstances.Made instance, Map<Form, byte[]> written, EncodableRecipes.Made recipe, String which)
            throws Exception {
        Map<Boolean, Tried> first = new HashMap<>();
        for (Map.Entry<Form, byte[]> one : written.entrySet()) {
            String where = which + " of " + instance.unknown() + ", " + one.getKey();
            Tried tried;
            try {
                tried = new Tried(
                        one.getKey(),
                        EncodedAnswer.of(instance.tree(), one.getKey(), one.getValue(), recipe.compiled(), VARIABLES));
            } catch (DataSetException | RuntimeException e) {
                throw new AssertionError(where + ":\n" + recipe.text(), e);
            }
            outcomes.merge(tried.answer.outcome(instance.tree()), 1, Integer::sum);
            flagged += tried.answer.verdict().flagged() ? 1 : 0;
            for (Tried other : first.values()) {
                String difference = difference(instance, recipe, tried, other);
                assertThat(difference)
                        .as(where + " and " + other.form + ":\n" + recipe.text())
                        .isEmpty();
            }
            first.putIfAbsent(saysAllVrs(tried.form), tried);
        }
    }

    private record Tried(Form form, EncodedAnswer answer) {}

    /** Whether the VR of every element is written, or can be known. */
    private static boolean saysAllVrs(Form form) {
        return form.syntax() != Syntax.IMPLICIT_LITTLE_ENDIAN && form.knowledge() == Knowledge.EVERYTHING;
    }

    private static String difference(
            EncodableInstances.Made instance, EncodableRecipes.Made recipe, Tried one, Tried other) {
        boolean alike = saysAllVrs(one.form) == saysAllVrs(other.form) || instance.unknown() == Unknown.NONE;
        boolean comparable = alike || instance.unknown() != Unknown.ALL;
        if (comparable && !one.answer.verdict().equals(other.answer.verdict())) {
            return one.answer.verdict() + "\nand\n" + other.answer.verdict();
        }
        boolean editable = alike
                || (instance.unknown() == Unknown.LONG_STRINGS && !recipe.text().contains("select:VR:"));
        boolean chosen = instance.hasChoiceOfVr() && recipe.text().matches("(?s).*select:VR:O[BW].*");
        return editable && !chosen ? difference(one.answer.edits(), other.answer.edits()) : "";
    }

    private static String difference(List<String> one, List<String> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            String here = i < one.size() ? one.get(i) : "(end)";
            String there = i < other.size() ? other.get(i) : "(end)";
            if (!here.equals(there)) {
                return here + "\nand\n" + there;
            }
        }
        return "";
    }
}

package org.sluice.recipe.testing;

import java.util.Optional;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.VariableValue;

/** A patient's year of birth: {@code REPLACE PatientBirthDate func:year_of_birth}. */
public final class YearOfBirth implements RecipeFunction {
    @Override
    public String name() {
        return "year_of_birth";
    }

    @Override
    public Optional<VariableValue> value(Call call) {
        String date = call.text();
        return date == null || date.length() < 4
                ? Optional.empty()
                : Optional.of(VariableValue.of(date.substring(0, 4) + "0101"));
    }
}

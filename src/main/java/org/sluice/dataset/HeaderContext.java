package org.sluice.dataset;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the part of a data set that is being read inherits from the part before it: nothing at the beginning.
 *
 * @param characterSet the Specific Character Set in force
 * @param creators the private creator that an earlier element with this tag names, or null
 */
record HeaderContext(CharacterSet characterSet, IntFunction<@Nullable String> creators) {
    static final HeaderContext NONE = new HeaderContext(CharacterSet.DEFAULT, tag -> null);
}

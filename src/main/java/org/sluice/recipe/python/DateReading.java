package org.sluice.recipe.python;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A date and time read from a text.
 *
 * @param when the local date and time
 * @param offset seconds east of UTC; null when the text names no zone
 */
public record DateReading(LocalDateTime when, @Nullable Integer offset) {}

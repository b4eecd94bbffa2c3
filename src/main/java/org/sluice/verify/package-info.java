/**
 * The proof that instances were de-identified: originals and what became of them, side by side. It implements no clause of the
 * standard; what identifies somebody it takes from PS3.15 table E.1-1 ({@link org.sluice.recipe.profile}), and what a recipe makes
 * of an original from {@link org.sluice.recipe.ScreenedInstance}, as every other entrance does.
 *
 * <p>Read {@link org.sluice.verify.Verification} first: it finds which output belongs to which original. {@code PairCheck} holds the
 * two against each other, {@code LeakSearch} looks in all of an output for what identifies somebody in the original, and {@code
 * Mappings} for UIDs and patients that do not become the same everywhere.
 *
 * <p>The decision worth knowing: no value of a patient leaves this package unless its caller asked for it ({@link
 * org.sluice.verify.Sighting}). Bulk values stream by; what is held of an instance when its turn is over are its UIDs.
 */
@NullMarked
package org.sluice.verify;

import org.jspecify.annotations.NullMarked;

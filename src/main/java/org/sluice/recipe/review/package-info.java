/**
 * What {@code recipe check} says beside the mistakes of the text: lines that can never do what they seem to do.
 *
 * <p>Read {@link org.sluice.recipe.review.RecipeReview} first. Each line is tried in thought on every attribute of PS3.6, and on what
 * else the recipe names. Only what is so for every instance is warned of.
 */
@NullMarked
package org.sluice.recipe.review;

import org.jspecify.annotations.NullMarked;

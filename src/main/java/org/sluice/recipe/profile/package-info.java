/**
 * The tables of PS3.15 Annex E that say how an instance is freed of whom it is about, as data: what table E.1-1 does with each
 * attribute, what table E.3.4-1 does with the content of structured reports, and the codes by which an instance tells what was
 * done (PS3.16 CID 7050). Read {@link org.sluice.recipe.profile.ConfidentialityProfile} first. Recipes in {@code recipes/} are
 * held against it.
 */
@NullMarked
package org.sluice.recipe.profile;

import org.jspecify.annotations.NullMarked;

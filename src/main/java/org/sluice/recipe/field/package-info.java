/**
 * Which elements of an instance the fields of header actions and lists mean.
 *
 * <p>Read {@link org.sluice.recipe.field.FieldIndex} first: one walk over a data set finds the elements of all fields. A field that
 * names a tag is found by the tag. For all others {@link org.sluice.recipe.field.ElementKind} remembers what elements of one tag, VR
 * and place are called, so that an expression runs once for each kind, and not for each element.
 */
@NullMarked
package org.sluice.recipe.field;

import org.jspecify.annotations.NullMarked;

/**
 * What a recipe sees of an instance: its elements, their names and their values as text.
 *
 * <p>Read {@link org.sluice.recipe.instance.PrintedElement} first. In compat an element is printed as pydicom prints it; in the
 * strict reading its text does not depend on how the data set is encoded. Where the VR is unknown (PS3.5 6.2.2), {@link
 * org.sluice.recipe.instance.UnknownText} says whether the bytes are text.
 */
@NullMarked
package org.sluice.recipe.instance;

import org.jspecify.annotations.NullMarked;

package org.sluice.recipe.testing;

import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/**
 * An element of an instance that a case writes down: {@code PatientID = 12345} or {@code (0009,1001) LO = text}.
 *
 * @param at the line
 * @param path the element
 * @param vr the VR given with it; null for the one of the data dictionary
 * @param value the text after the equals sign; backslashes divide values, bytes are hexadecimal digits
 */
record Given(Span at, ElementPath path, @Nullable Vr vr, String value) {}

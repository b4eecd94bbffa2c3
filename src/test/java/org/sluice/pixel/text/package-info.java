/** Tests of the search for print in pictures. */
@NullMarked
package org.sluice.pixel.text;

import org.jspecify.annotations.NullMarked;

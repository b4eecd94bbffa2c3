/** Tests of pixel data. */
@NullMarked
package org.sluice.pixel;

import org.jspecify.annotations.NullMarked;

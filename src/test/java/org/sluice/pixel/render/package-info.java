/** Tests of how frames are drawn. */
@NullMarked
package org.sluice.pixel.render;

import org.jspecify.annotations.NullMarked;

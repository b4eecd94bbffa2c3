/**
 * RLE Lossless, PS3.5 annex G: {@link org.sluice.pixel.rle.RleCodec} is the codec, {@link org.sluice.pixel.rle.RleSegment} one
 * byte plane of a frame, read and written.
 */
@NullMarked
package org.sluice.pixel.rle;

import org.jspecify.annotations.NullMarked;

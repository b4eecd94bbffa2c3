/**
 * One frame, in the words that native and encapsulated pixel data share: {@link org.sluice.pixel.frame.FrameShape} is what the
 * header says of it, {@link org.sluice.pixel.frame.PixelArea} what of it goes, {@link org.sluice.pixel.frame.Fill} what comes
 * in its place, and a {@link org.sluice.pixel.frame.FrameCodec} is who can do that within one transfer syntax.
 *
 * <p>The decision to know: there is no warning here. A picture is exactly what its bytes say, or there is a
 * {@link org.sluice.pixel.frame.PixelDataException}.
 */
@NullMarked
package org.sluice.pixel.frame;

import org.jspecify.annotations.NullMarked;

/**
 * JPEG 2000, ISO/IEC 15444-1 (ITU-T T.800), by a library that is not part of Sluice: {@code jai-imageio-jpeg2000}. It drops tile-parts
 * without a word, and on damaged bytes it may not end, or take all memory there is. So {@link
 * org.sluice.pixel.jpeg2000.Jpeg2000Codec} gives it only what {@link org.sluice.pixel.jpeg2000.Codestream} has found whole, and in
 * a process of its own ({@link org.sluice.pixel.jpeg2000.Worker}, {@link org.sluice.pixel.jpeg2000.WorkerMain}) whose time and
 * memory are bounded.
 */
@NullMarked
package org.sluice.pixel.jpeg2000;

import org.jspecify.annotations.NullMarked;

/**
 * JPEG, ISO/IEC 10918-1 (ITU-T T.81): sequential DCT and lossless processes with Huffman coding, PS3.5 8.2.1.
 *
 * <p>{@link org.sluice.pixel.jpeg.MarkerReader} takes a codestream apart, {@link org.sluice.pixel.jpeg.FrameHeader} and
 * {@link org.sluice.pixel.jpeg.ScanHeader} are what it says of itself; JPEG-LS has the same, so these are public.
 */
@NullMarked
package org.sluice.pixel.jpeg;

import org.jspecify.annotations.NullMarked;

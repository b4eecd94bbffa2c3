/**
 * JPEG-LS, ISO/IEC 14495-1 (ITU-T T.87), PS3.5 8.2.3: {@link org.sluice.pixel.jpegls.JpegLsCodec} is the codec.
 *
 * <p>{@code Parameters} are the numbers of a scan, {@code Contexts} what coder and decoder learn as they go; {@code ScanReader}
 * and {@code ScanWriter} walk the samples in the same order and stand side by side on purpose. The names are those of T.87: a
 * is left of the sample, b above, c above on the left, d above on the right.
 */
@NullMarked
package org.sluice.pixel.jpegls;

import org.jspecify.annotations.NullMarked;

/**
 * Pixel data, PS3.3 C.7.6.3 and PS3.5 chapter 8 and annex A.4: what recipes say of pictures is done here.
 *
 * <p>Read {@link org.sluice.pixel.PixelScrub} first: it blanks rectangles while the data set of an instance passes. Native pixels
 * are blanked in the buffers in which they come, encapsulated ones a frame at a time by the codec of their transfer syntax ({@link
 * org.sluice.pixel.FrameCodecs}), and leave in the syntax in which they came.
 *
 * <p>This package is the way into its rooms. {@code frame} has the words that all of them share: what a frame is like, which
 * part of it goes, and what comes in its place. {@code rle}, {@code jpeg} and {@code jpegls} are the codecs, {@code render} draws a
 * frame for people ({@link org.sluice.pixel.FramePicture}), {@code text} looks for print in one. {@link org.sluice.pixel.Decompression} brings all frames of an instance
 * into native pixel data.
 *
 * <p>The decision to know: whatever does not fit is a {@link org.sluice.pixel.ScrubException}, never a picture that was blanked
 * in part.
 */
@NullMarked
package org.sluice.pixel;

import org.jspecify.annotations.NullMarked;

/**
 * Pixel data, PS3.3 C.7.6.3 and PS3.5 chapter 8 and annex A.4: what recipes say of pictures is done here.
 *
 * <p>This package is the way into its rooms. {@code frame} has the words that all of them share: what a frame is like, which
 * part of it goes, and what comes in its place.
 */
@NullMarked
package org.sluice.pixel;

import org.jspecify.annotations.NullMarked;

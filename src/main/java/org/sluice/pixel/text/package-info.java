/**
 * Looks for text in a picture, without reading it: {@link org.sluice.pixel.text.TextDetector} is the way in. Pixels that stand out
 * from what is around them ({@code LocalContrast}) are put together to shapes ({@code Shapes}), and shapes of like height that
 * stand on a line to rows ({@code RowGrowth}).
 *
 * <p>The decision to know: what is found is a reason to stop a picture; that nothing is found proves nothing.
 */
@NullMarked
package org.sluice.pixel.text;

import org.jspecify.annotations.NullMarked;

/**
 * A frame as a picture for people, not to diagnose from: {@link org.sluice.pixel.render.Rendering} is the way in. Stored values
 * become grey by the pipeline of PS3.3 C.11 and PS3.4 N.2 ({@link org.sluice.pixel.render.Greys}), or colours, are scaled, and leave
 * as PNG.
 */
@NullMarked
package org.sluice.pixel.render;

import org.jspecify.annotations.NullMarked;

/** Tests of who became whom. */
@NullMarked
package org.sluice.crosswalk;

import org.jspecify.annotations.NullMarked;

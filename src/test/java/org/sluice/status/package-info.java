/** Tests of {@code org.sluice.status}. */
@NullMarked
package org.sluice.status;

import org.jspecify.annotations.NullMarked;

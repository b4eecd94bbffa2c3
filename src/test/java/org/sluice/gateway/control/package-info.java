/** Tests of {@code org.sluice.gateway.control}. */
@NullMarked
package org.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;

/** The node as a whole, with real peers before and behind it. */
@NullMarked
package org.sluice.gateway;

import org.jspecify.annotations.NullMarked;

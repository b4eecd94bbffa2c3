@NullMarked
package org.sluice.gateway.meters;

import org.jspecify.annotations.NullMarked;

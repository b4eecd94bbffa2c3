@NullMarked
package org.sluice.gateway.delivery;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.sluice.gateway.route;

import org.jspecify.annotations.NullMarked;

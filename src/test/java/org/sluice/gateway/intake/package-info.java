@NullMarked
package org.sluice.gateway.intake;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.sluice.gateway.archive;

import org.jspecify.annotations.NullMarked;

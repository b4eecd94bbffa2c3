@NullMarked
package org.sluice.verify;

import org.jspecify.annotations.NullMarked;

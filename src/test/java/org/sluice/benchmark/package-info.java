/** Tests of sets with answer keys, and of what they score. */
@NullMarked
package org.sluice.benchmark;

import org.jspecify.annotations.NullMarked;

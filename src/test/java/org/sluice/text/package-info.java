/** What problems look like when they are shown. */
@NullMarked
package org.sluice.text;

import org.jspecify.annotations.NullMarked;

/** Tests of finding files. */
@NullMarked
package org.sluice.files;

import org.jspecify.annotations.NullMarked;

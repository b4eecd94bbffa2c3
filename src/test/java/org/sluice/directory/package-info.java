@NullMarked
package org.sluice.directory;

import org.jspecify.annotations.NullMarked;

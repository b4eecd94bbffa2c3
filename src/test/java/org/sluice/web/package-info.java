/** The HTTP face of a node. */
@NullMarked
package org.sluice.web;

import org.jspecify.annotations.NullMarked;

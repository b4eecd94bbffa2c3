/** Tests of the commands: a command line in, what is printed and the exit code out. */
@NullMarked
package org.sluice.cli;

import org.jspecify.annotations.NullMarked;

/**
 * Files and folders that a person names: finding what is in them, and writing a file complete or not at all.
 *
 * <p>Start with {@link org.sluice.files.FileWalk}. The decision worth knowing: nothing ever holds the list of files, so that a
 * million of them need the memory of a hundred.
 */
@NullMarked
package org.sluice.files;

import org.jspecify.annotations.NullMarked;

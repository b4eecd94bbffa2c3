/**
 * Files and folders that a person names: finding what is in them, and writing a file so that it is there complete or not at
 * all. It implements no clause of the standard, and does not look into a file.
 *
 * <p>Read {@link org.sluice.files.FileWalk} first. {@link org.sluice.files.NewFile} is the writing side.
 *
 * <p>The decision worth knowing: nothing ever holds the list of files. A million of them need the memory of a hundred.
 */
@NullMarked
package org.sluice.files;

import org.jspecify.annotations.NullMarked;

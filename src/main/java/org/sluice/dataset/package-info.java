/**
 * DICOM data sets as bytes: PS3.5 chapters 6 to 9 and annex A (encoding), PS3.6 (dictionary and UIDs), PS3.10 chapter 7 (files).
 * Knows nothing else.
 *
 * <p>Read {@link org.sluice.dataset.Header} first: it is what the rest of Sluice sees of an instance, the bytes up to the
 * first bulk element and an index over them. {@link org.sluice.dataset.HeaderReader} makes one out of fragments as they
 * come off the wire: {@link org.sluice.dataset.HeaderParser} finds the elements, {@link org.sluice.dataset.HeadChecks} notes
 * what contradicts PS3.5. {@link org.sluice.dataset.HeaderEdit} changes a header, {@link org.sluice.dataset.ElementChanges}
 * holds the changes, and {@link org.sluice.dataset.EditedBytes} writes them. {@link org.sluice.dataset.TailEditor} does the
 * same for the few elements that follow the pixel data.
 *
 * <p>The decision to know: an element is an index into arrays of numbers, never an object, and a value is read only when
 * somebody asks. What no edit names leaves as the bytes it came in, odd padding and all; the only things we rewrite are
 * the lengths that enclose an edit.
 *
 * <p>Nothing here puts a value of the data set into an exception's message: tags, lengths, offsets and UIDs only.
 */
@NullMarked
package org.sluice.dataset;

import org.jspecify.annotations.NullMarked;

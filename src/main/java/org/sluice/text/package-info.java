/**
 * Mistakes in text that people wrote (recipes, configuration), and how they are shown.
 *
 * <p>A reader of such a text collects {@link org.sluice.text.Problem}s instead of stopping at the first one. Each names
 * the place as a {@link org.sluice.text.Span}, says what was expected, and, where the reader can tell, carries the
 * {@link org.sluice.text.Fix} that a tool may apply. Start with {@link org.sluice.text.Problem#display()}.
 *
 * <p>What the system itself has against a file is put into words by {@link org.sluice.text.FileFault}.
 *
 * <p>The decision worth knowing: columns count UTF-16 units from one, and a problem keeps the line it is about, so that it
 * can be shown long after the text is gone.
 */
@NullMarked
package org.sluice.text;

import org.jspecify.annotations.NullMarked;

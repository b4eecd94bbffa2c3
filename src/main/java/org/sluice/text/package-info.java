/**
 * Texts that people wrote (recipes, configuration) with the mistakes in them, and texts that people read (log lines). It
 * implements no clause of the standard.
 *
 * <p>Read {@link org.sluice.text.Problem#display()} first. A reader of a recipe or a configuration collects {@link
 * org.sluice.text.Problem}s; it does not stop at the first one. A problem names its place as a {@link org.sluice.text.Span}
 * and says what was expected. Where the reader can tell, it carries the {@link org.sluice.text.Fix} that a tool may apply.
 * {@link org.sluice.text.OneLine} makes any text fit for a log.
 *
 * <p>What the system itself has against a file is put into words by {@link org.sluice.text.FileFault}.
 *
 * <p>The decision worth knowing: columns count UTF-16 units from one, and a problem keeps the line that it is about. It can be
 * shown long after the text is gone.
 */
@NullMarked
package org.sluice.text;

import org.jspecify.annotations.NullMarked;

/**
 * The archives that instances go to: how each is called, whether it can be reached, which presentation contexts it accepts
 * (PS3.8 9.3.3), and the associations that wait to be used again.
 *
 * <p>Read {@link org.sluice.gateway.archive.Archive} first. {@link org.sluice.gateway.archive.ArchiveLink} is the one
 * association with an archive that belongs to one association with a modality.
 */
@NullMarked
package org.sluice.gateway.archive;

import org.jspecify.annotations.NullMarked;

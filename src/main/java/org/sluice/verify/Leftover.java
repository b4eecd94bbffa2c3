package org.sluice.verify;

import org.sluice.files.FoundFile;

/**
 * An original that has no output under the UID that it should have.
 *
 * @param shown its name, as it may be shown
 * @param content by which its output may be known
 */
record Leftover(FoundFile file, String shown, String studyUid, ContentKey content) {}

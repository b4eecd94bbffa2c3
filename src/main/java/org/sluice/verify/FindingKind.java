package org.sluice.verify;

import java.util.Locale;

/** What can be wrong with an output. */
public enum FindingKind {
    /** A value that identifies somebody in the original occurs in the output. */
    LEAK,
    /** An element differs from the original, and no line of the recipe says so; or the other way round. */
    UNEXPLAINED_CHANGE,
    /** Pixel data, or another bulk value, differs from what it should be. */
    BULK_CHANGE,
    /** One UID became two, or two became one. */
    UID_MAPPING,
    /** One patient got two pseudonyms, or two patients got one. */
    PATIENT_MAPPING,
    /** An original without an output. */
    UNPAIRED_ORIGINAL,
    /** An output whose original was not found. */
    UNPAIRED_OUTPUT,
    /** An original and an output of which several others are as likely. */
    AMBIGUOUS,
    /** Two outputs under one SOP Instance UID. */
    DUPLICATE_OUTPUT,
    /** The output contradicts itself, PS3.5 or PS3.10, as the original does not. */
    CONTRADICTION,
    /** dciodvfy finds an error in the output that it does not find in the original. */
    CONFORMANCE,
    /** A file or folder that cannot be read. */
    UNREADABLE;

    /** The word in reports: {@code unexplained-change}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

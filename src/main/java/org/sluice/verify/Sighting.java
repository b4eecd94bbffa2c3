package org.sluice.verify;

import java.util.Optional;

/**
 * A value of an original that was met again, in words that do not tell it.
 *
 * @param source the attribute of the original that has it, as a path of tags
 * @param attribute its name in PS3.6
 * @param category what it is
 * @param shape how it looks: letters as {@code A}, digits as {@code 9}
 * @param digest the same for the same value in one report, and worth nothing outside of it
 * @param value the value itself, where it was asked for
 */
public record Sighting(
        String source, String attribute, Category category, String shape, String digest, Optional<String> value) {
    /** {@code name of (0010,0010) Patient's Name, as AAA^AAAA, digest 1f2e3d4c}. */
    public String text() {
        return category.word() + " of " + source + " " + attribute + ", like " + shape + ", digest " + digest;
    }
}

package org.sluice.dataset;

import org.sluice.text.OneLine;

/**
 * A data set that cannot be read or written: malformed structure, a value that cannot be expressed. Its instance goes to
 * quarantine. The message holds tags, lengths and offsets, never a value.
 */
public class DataSetException extends Exception {
    private static final long SMALL = 1 << 24;

    private final String path;
    private final long offset;

    /** A problem that has no place, such as a value that does not fit its VR. */
    public DataSetException(String message) {
        this("", -1, message);
    }

    /**
     * @param path the element's path such as {@code (0040,0275)[1].(0008,1150)}, or empty
     * @param offset bytes from the start of the data set, or -1
     * @param message what was expected and what was found
     */
    public DataSetException(String path, long offset, String message) {
        super(OneLine.of(place(path, offset) + message));
        this.path = path;
        this.offset = offset;
    }

    /** The element's path, or empty. */
    public String path() {
        return path;
    }

    /** Bytes from the start of the data set, or -1 when there is no such place. */
    public long offset() {
        return offset;
    }

    /**
     * A tag in words, where it may be four bytes of a value instead: the data set is not as it should be there. Only a tag
     * that the standard has is shown.
     */
    static String tag(int read) {
        boolean delimiter = Tag.group(read) == Tag.DELIMITER_GROUP;
        if (delimiter || Dictionary.standard().byTag(read).isPresent()) {
            return Tag.format(read);
        }
        return (Tag.group(read) & 1) == 1 ? "a private tag" : "an unknown tag";
    }

    /** A length in words, where it may be four bytes of a value instead, which are never a small number. */
    static String length(long read) {
        return read < SMALL ? "length " + read : "a length of 16 MiB or more";
    }

    /** A number of bytes that follows from such a length. */
    static String bytes(long count) {
        return count < SMALL ? count + " bytes" : "16 MiB or more";
    }

    static String place(String path, long offset) {
        String at = offset < 0 ? "" : "at byte " + offset;
        String place = path.isEmpty() || at.isEmpty() ? path + at : path + " " + at;
        return place.isEmpty() ? "" : place + ": ";
    }
}

package org.sluice.config;

/** Into what an instance may be brought that an archive does not take in its own transfer syntax. */
public enum AdaptMode {
    /** Into one that is neither compressed nor deflated. */
    UNCOMPRESSED,
    /** Into the deflated one, too. */
    DEFLATE,
    /** The same, and compressed pixel data is decompressed. */
    DECOMPRESS
}

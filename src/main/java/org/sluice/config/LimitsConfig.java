package org.sluice.config;

/**
 * Bounds on what callers may cost.
 *
 * @param associations open at once, 1 to 10000
 * @param headerBytes of one data set, 64 KiB to 1 GiB; an instance with a larger header is refused
 * @param maxPdu the maximum length of a P-DATA-TF PDU that we receive, PS3.8 D.1: 4 KiB to 1 MiB
 */
public record LimitsConfig(int associations, int headerBytes, int maxPdu) {

    static final LimitsConfig DEFAULT = new LimitsConfig(64, 16 << 20, 128 << 10);
}

package org.sluice.config;

/**
 * Bounds on what callers may cost.
 *
 * @param associations open at once on all ports together, 1 to 10000
 * @param associationsPerSource open at once from one address, 1 to 10000
 * @param headerSize of one data set, 64 KiB to 1 GiB; an instance with a larger header is refused
 * @param headerMemory bytes for the headers of all data sets that are read at the same time; see {@code
 *     dataset.HeaderMemory}
 * @param instanceSize of one data set, also when it is inflated; a larger one is aborted
 * @param diskRoom bytes; with less room on the disk of a store the node is not ready
 * @param maxPdu the maximum length of a P-DATA-TF PDU that we receive, PS3.8 D.1: 4 KiB to 1 MiB
 */
public record LimitsConfig(
        int associations,
        int associationsPerSource,
        int headerSize,
        long headerMemory,
        long instanceSize,
        long diskRoom,
        int maxPdu) {
    private static final int KIB = 1 << 10;
    private static final int GIB = 1 << 30;
    private static final int MOST_ASSOCIATIONS = 10_000;
    private static final int HEADER = 16 << 20;

    /** Some hundred images: what still comes while those who send are told to go elsewhere. */
    private static final long ROOM = 256 << 20;

    static final LimitsConfig DEFAULT =
            new LimitsConfig(64, perSource(64), HEADER, memoryFor(HEADER), 16L << 30, ROOM, 128 << 10);

    static LimitsConfig read(Section section) {
        section.only(
                "associations",
                "associations-per-source",
                "header-size",
                "header-memory",
                "instance-size",
                "disk-room",
                "max-pdu");
        int header = section.size("header-size", DEFAULT.headerSize(), 64 * KIB, GIB);
        int associations = section.number("associations", DEFAULT.associations(), 1, MOST_ASSOCIATIONS);
        long most = 1024L * GIB;
        return new LimitsConfig(
                associations,
                section.number("associations-per-source", perSource(associations), 1, MOST_ASSOCIATIONS),
                header,
                section.largeSize("header-memory", memoryFor(header), leastFor(header), most),
                section.largeSize("instance-size", DEFAULT.instanceSize(), header, most),
                section.largeSize("disk-room", DEFAULT.diskRoom(), 0, most),
                section.size("max-pdu", DEFAULT.maxPdu(), 4 * KIB, 1024 * KIB));
    }

    /** Half of them, so that one host that holds all it may have leaves as many to the others. */
    static int perSource(int associations) {
        return Math.max(1, associations / 2);
    }

    /** A quarter of the heap; more, up to {@link #mostOf}, where that is less than two large headers count. */
    static long memoryFor(int headerSize) {
        return memoryFor(headerSize, Runtime.getRuntime().maxMemory());
    }

    static long memoryFor(int headerSize, long heap) {
        return Math.min(mostOf(heap), Math.max(heap / 4, 2 * leastFor(headerSize)));
    }

    /** With less, not one header of that size could be read: it counts twice its size. */
    static long leastFor(int headerSize) {
        return 2L * headerSize;
    }

    /** How much of a heap headers may take: what is left is for all the rest, and for the collector to move things. */
    static long mostOf(long heap) {
        return heap / 32 * 17;
    }

    /** The smallest heap of which headers may take so much. */
    static long heapFor(long headerMemory) {
        return (headerMemory + 16) / 17 * 32;
    }
}

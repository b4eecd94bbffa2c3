package org.sluice.gateway.meters;

import java.util.concurrent.atomic.LongAdder;

/** What is being received now. Any thread. */
public final class InFlight {
    private final LongAdder instances = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    InFlight(Families families) {
        families.gauge(
                "sluice_instances_in_flight",
                "Instances that are being received now: their C-STORE requests have no answer yet.",
                instances::doubleValue);
        families.gauge(
                "sluice_bytes_in_flight",
                "Bytes of data sets that have come of the instances that are being received now.",
                bytes::doubleValue);
    }

    void begun() {
        instances.increment();
    }

    /** So many bytes more have come of one of them. */
    public void arrived(long more) {
        bytes.add(more);
    }

    /** One of which so many bytes have come is over. */
    void ended(long all) {
        instances.decrement();
        bytes.add(-all);
    }
}

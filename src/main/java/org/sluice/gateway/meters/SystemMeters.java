package org.sluice.gateway.meters;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * What is asked of the operating system or of all threads: CPU, descriptors, states of threads. Each answer costs files of
 * {@code /proc} or a stop of the threads, together more than the rest of a scrape. So a scrape shows what was read
 * {@linkplain #refresh last}, and CPU use is the mean since the time before. Any thread.
 */
final class SystemMeters {
    /** Names that Prometheus has other rules for: a gauge ends in _count, and time is in seconds. */
    private static final List<String> LEFT_OUT = List.of("system.cpu.count", "process.cpu.time");

    /** Nobody scrapes it; its gauges ask the system. */
    private final MeterRegistry asked = new SimpleMeterRegistry();

    private final List<Reading> readings = new ArrayList<>();

    private static final class Reading {
        private final DoubleSupplier asked;
        private volatile double last;

        private Reading(DoubleSupplier asked) {
            this.asked = asked;
        }

        private double last() {
            return last;
        }
    }

    /** Shows in a registry what was read, and reads it once. */
    SystemMeters(MeterRegistry shown) {
        new ProcessorMetrics().bindTo(asked);
        new FileDescriptorMetrics().bindTo(asked);
        new JvmThreadMetrics().bindTo(asked);
        asked.getMeters().stream()
                .filter(meter -> !LEFT_OUT.contains(meter.getId().getName()))
                .forEach(meter -> show(meter, meter.getId(), shown));
        refresh();
    }

    private void show(Meter meter, Meter.Id id, MeterRegistry shown) {
        if (meter instanceof Gauge gauge) {
            Gauge.builder(id.getName(), reading(gauge::value), Reading::last)
                    .tags(id.getTags())
                    .description(id.getDescription())
                    .baseUnit(id.getBaseUnit())
                    .register(shown);
        } else if (meter instanceof FunctionCounter counter) {
            FunctionCounter.builder(id.getName(), reading(counter::count), Reading::last)
                    .tags(id.getTags())
                    .description(id.getDescription())
                    .baseUnit(id.getBaseUnit())
                    .register(shown);
        }
    }

    /** Kept here, for a registry holds on to it weakly. */
    private Reading reading(DoubleSupplier asked) {
        Reading reading = new Reading(asked);
        readings.add(reading);
        return reading;
    }

    /** Reads all of it. */
    void refresh() {
        readings.forEach(reading -> reading.last = reading.asked.getAsDouble());
    }
}

package org.sluice.gateway.meters;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * Every meter of a node, in parts by what they are about. Labels are names from the configuration or a recipe, or constants;
 * never anything that a peer sent. All counters start at 0 so that a first event is seen as a rise. Any thread.
 */
public final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final AssociationMeters associations;
    private final InstanceMeters.AllRoutes instances;
    private final DestinationMeters.All destinations;
    private final CommitmentMeters commitments;
    private final NodeMeters node;

    /** Creates the meters with all their labels. */
    public Meters(MeterLabels labels) {
        Families families = new Families(registry.getPrometheusRegistry());
        associations = new AssociationMeters(families, labels);
        instances = new InstanceMeters.AllRoutes(families, labels);
        destinations = new DestinationMeters.All(families, labels);
        commitments = new CommitmentMeters(families);
        node = new NodeMeters(families, labels);
        virtualMachine();
    }

    private void virtualMachine() {
        // Names that Prometheus has other rules for: a gauge ends in _count, and time is in seconds.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"))
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** What is counted of associations. */
    public AssociationMeters associations() {
        return associations;
    }

    /** What counts the instances of one association: of the route with this called AE title, from this caller. */
    public InstanceMeters instances(String route, String callingAe) {
        return instances.of(route, associations.receivedFrom(callingAe));
    }

    /** What is counted of the deliveries to a destination. */
    public DestinationMeters destination(String name) {
        return destinations.of(name);
    }

    /** What is counted of storage commitment. */
    public CommitmentMeters commitments() {
        return commitments;
    }

    /** What is shown of the node itself. */
    public NodeMeters node() {
        return node;
    }

    /** One scrape, in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** Listens to the virtual machine's collector no longer. */
    @Override
    public void close() {
        collections.close();
    }
}

package org.sluice.gateway.meters;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.sluice.status.Counts;

/**
 * Every meter of a node, in parts by what they are about. Labels are names from the configuration or a recipe, or constants;
 * never anything that a peer sent. All counters start at 0 so that a first event is seen as a rise. Any thread.
 */
public final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScrapeText text = new ScrapeText();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final AssociationMeters associations;
    private final InstanceMeters.AllRoutes instances;
    private final DestinationMeters.All destinations;
    private final CommitmentMeters commitments;
    private final NodeMeters node;
    private final DeskMeters desk;
    private final ShadowMeters shadow;
    private final SystemMeters system;

    /** Creates the meters with all their labels. */
    public Meters(MeterLabels labels) {
        Families families = new Families(registry.getPrometheusRegistry());
        associations = new AssociationMeters(families, labels);
        instances = new InstanceMeters.AllRoutes(families, labels);
        destinations = new DestinationMeters.All(families, labels);
        commitments = new CommitmentMeters(families);
        node = new NodeMeters(families, labels);
        desk = new DeskMeters(families);
        shadow = new ShadowMeters(families);
        virtualMachine(registry);
        collections.bindTo(registry);
        system = new SystemMeters(registry);
    }

    private static void virtualMachine(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Makes what routes need that were not there at the start; whatever is counted goes on. */
    public synchronized void add(MeterLabels labels) {
        instances.add(labels);
        associations.add(labels);
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

    /** What is counted of what people do with the node. */
    public DeskMeters desk() {
        return desk;
    }

    /** What is counted of shadows. */
    public ShadowMeters shadow() {
        return shadow;
    }

    /** What was counted of instances and deliveries since the start. */
    public Counts counts() {
        return instances.counts().plus(destinations.counts());
    }

    /** Reads what takes too long for a scrape: to be called now and then by a thread that nothing waits for. */
    public void refresh() {
        system.refresh();
    }

    /** One scrape, in the Prometheus text format. */
    public String scrape() {
        return text.of(registry.getPrometheusRegistry().scrape()).orElseGet(registry::scrape);
    }

    /** Listens to the virtual machine's collector no longer. */
    @Override
    public void close() {
        collections.close();
    }
}

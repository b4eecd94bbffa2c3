package org.sluice.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.status.NodeStatus;

/**
 * Where the HTTP face of a node has from what it shows without the desk.
 *
 * @param metrics the text of one Prometheus scrape, made anew at each call
 * @param metricsToken what has to be shown for it; empty where it is open
 * @param hindrances what keeps the node from being ready, in words; empty when it is ready
 * @param notes what is shown beside "ready", and keeps nobody from being ready
 * @param status how the node is, looked at anew at each call
 */
public record Sources(
        Supplier<String> metrics,
        Optional<String> metricsToken,
        Supplier<List<String>> hindrances,
        Supplier<List<String>> notes,
        Supplier<NodeStatus> status) {}

/**
 * What operators and monitoring see over HTTP: metrics in the text format of Prometheus, health, readiness, and a page
 * that says how the node is. It implements no clause of the standard.
 *
 * <p>Read {@link org.sluice.web.WebServer} first: it lists the paths. What it shows is handed to it as functions
 * that look at the node. Nothing that arrives over HTTP reaches an instance on its way.
 *
 * <p>The decision worth knowing: there is no authentication. The server listens on the address of the configuration only
 * (loopback unless it says otherwise), and what it shows never has a patient's value in it.
 */
@NullMarked
package org.sluice.web;

import org.jspecify.annotations.NullMarked;

/**
 * What people and programs see of a node over HTTP: metrics in the text format of Prometheus, health, readiness, and the desk. It
 * implements no clause of the standard.
 *
 * <p>Read {@link org.sluice.web.WebServer} first: it lists the paths. {@code Endpoints} is the table of what can be asked of the
 * verbs; {@code Api} asks them, {@code OpenApi} describes it, and {@code Gate} knows who asks. Whatever is done is done by {@link
 * org.sluice.gateway.desk.Desk}, as for the command line. Nothing that arrives over HTTP reaches an instance on its way.
 *
 * <p>The decision worth knowing: whoever is not known reads nothing but liveness, readiness and, unless they take a token, metrics.
 * Where nobody can sign in yet, somebody on the node's own host may look, and do nothing.
 */
@NullMarked
package org.sluice.web;

import org.jspecify.annotations.NullMarked;

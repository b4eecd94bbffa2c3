/**
 * What operators and monitoring see over HTTP: Prometheus metrics, health, and an index of both.
 *
 * <p>Everything here is a read-only view over {@code gateway}; nothing that arrives over HTTP reaches the road of an
 * instance. Start with {@link org.sluice.web.WebServer}.
 *
 * <p>The one decision worth knowing: the server binds to the address of the configuration only (loopback unless said
 * otherwise) and has no authentication of its own, so what it shows never carries a patient's value.
 */
@NullMarked
package org.sluice.web;

import org.jspecify.annotations.NullMarked;

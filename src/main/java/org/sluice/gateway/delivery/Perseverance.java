package org.sluice.gateway.delivery;

import java.time.Duration;
import org.sluice.gateway.archive.Backoff;

/**
 * How long and how often deliveries that fail are tried again.
 *
 * @param backoff the pauses
 * @param attempts how often an instance is tried that its destination does not take while others pass, before it is held
 * @param alarm how long a destination takes nothing, or an instance is not taken, before somebody is told
 */
public record Perseverance(Backoff backoff, int attempts, Duration alarm) {}

package org.sluice.store;

import java.time.Instant;

/**
 * Where an instance came from.
 *
 * @param association the gateway's own id of the association, as in its log
 * @param callingAe the calling AE title
 * @param calledAe the called AE title
 * @param receivedAt when its C-STORE request arrived
 */
public record Origin(String association, String callingAe, String calledAe, Instant receivedAt) {}

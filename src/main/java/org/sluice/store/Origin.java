package org.sluice.store;

import java.time.Instant;
import org.sluice.text.OneLine;

/**
 * Where an instance came from.
 *
 * @param association the gateway's own id of the association, as in its log
 * @param callingAe the calling AE title, made fit for a line: it is the peer's own text
 * @param calledAe the called AE title, likewise
 * @param receivedAt when its C-STORE request arrived
 */
public record Origin(String association, String callingAe, String calledAe, Instant receivedAt) {
    /** Makes each text fit for one line of the reason log. */
    public Origin {
        association = OneLine.of(association);
        callingAe = OneLine.of(callingAe);
        calledAe = OneLine.of(calledAe);
    }
}

package org.sluice.net;

import java.util.Optional;

/**
 * A C-STORE-RQ whose data set is still arriving: PS3.7 9.3.1.1.
 *
 * @param association on which it came
 * @param contextId the presentation context it came in
 * @param sopClassUid Affected SOP Class UID, digits and dots, at most 64
 * @param sopInstanceUid Affected SOP Instance UID, digits and dots, at most 64
 * @param transferSyntaxUid of the data set
 * @param priority 0 medium, 1 high, 2 low
 * @param body the data set
 */
public record StoreRequest(
        AssociationInfo association,
        int contextId,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        int priority,
        Optional<MoveOriginator> moveOriginator,
        DataSetBody body) {}

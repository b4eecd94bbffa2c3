package org.sluice.net;

import java.util.Optional;

/**
 * What a C-STORE-RQ says beside its data set: PS3.7 9.3.1.1.
 *
 * @param priority 0 medium, 1 high, 2 low
 */
public record StoreCommand(
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        int priority,
        Optional<MoveOriginator> moveOriginator) {
    /** Of medium priority, and not for a C-MOVE. */
    public static StoreCommand of(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        return new StoreCommand(sopClassUid, sopInstanceUid, transferSyntaxUid, 0, Optional.empty());
    }
}

package org.sluice.net.stow;

import java.util.OptionalInt;

/** What an answer says of one instance, PS3.18 10.5.3 and Annex I. */
public sealed interface InstanceResult {

    /**
     * It is stored: an item of Referenced SOP Sequence (0008,1199) names it.
     *
     * @param warningReason Warning Reason (0008,1196), if there is one
     */
    record Stored(OptionalInt warningReason) implements InstanceResult {}

    /**
     * It is not stored: an item of Failed SOP Sequence (0008,1198) names it.
     *
     * @param failureReason Failure Reason (0008,1197), if there is one that can be read
     */
    record Failed(OptionalInt failureReason) implements InstanceResult {}

    /**
     * Nobody knows.
     *
     * @param why in words; nothing of it is quoted from the answer
     */
    record Unclear(String why) implements InstanceResult {}
}

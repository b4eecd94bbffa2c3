package org.sluice.net.engine.dimse;

/**
 * C-STORE-RQ, PS3.7 9.3.1.1.
 *
 * @param sopClassUid empty when the peer left it out
 * @param sopInstanceUid likewise
 * @param priority 0 medium, 1 high, 2 low
 * @param moveOriginatorAe empty when the instance is not sent for a C-MOVE
 */
public record StoreRq(
        int messageId,
        String sopClassUid,
        String sopInstanceUid,
        int priority,
        String moveOriginatorAe,
        int moveOriginatorMessageId) {
    /** Reads it from a command set with this command field. */
    public static StoreRq read(CommandSet command) throws DimseException {
        return new StoreRq(
                command.messageId(),
                command.text(CommandElement.AFFECTED_SOP_CLASS_UID),
                command.text(CommandElement.AFFECTED_SOP_INSTANCE_UID),
                command.number(CommandElement.PRIORITY).orElse(0),
                command.text(CommandElement.MOVE_ORIGINATOR_AE_TITLE),
                command.number(CommandElement.MOVE_ORIGINATOR_MESSAGE_ID).orElse(0));
    }

    /** The command set that is sent. */
    public CommandSet toCommand() {
        CommandSet command = CommandSet.of(CommandField.C_STORE_RQ)
                .uid(CommandElement.AFFECTED_SOP_CLASS_UID, sopClassUid)
                .uint16(CommandElement.MESSAGE_ID, messageId)
                .uint16(CommandElement.PRIORITY, priority)
                .uid(CommandElement.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid)
                .dataSet(true);
        if (!moveOriginatorAe.isEmpty()) {
            command.text(CommandElement.MOVE_ORIGINATOR_AE_TITLE, moveOriginatorAe);
            command.uint16(CommandElement.MOVE_ORIGINATOR_MESSAGE_ID, moveOriginatorMessageId);
        }
        return command;
    }
}

package org.sluice.net.engine.dimse;

/**
 * N-EVENT-REPORT-RQ, PS3.7 10.3.1.1, and N-ACTION-RQ, 10.3.4.1: the same fields, of which the former calls its SOP
 * instance affected and its type an event, the latter requested and an action.
 *
 * @param commandField {@link CommandField#N_EVENT_REPORT_RQ} or {@link CommandField#N_ACTION_RQ}
 * @param sopClassUid empty when the peer left it out
 * @param sopInstanceUid likewise
 * @param typeId Event Type ID or Action Type ID
 * @param dataSet whether a data set follows
 */
public record NormalizedRq(
        int commandField, int messageId, String sopClassUid, String sopInstanceUid, int typeId, boolean dataSet) {

    /** Reads it from a command set with one of the two command fields. */
    public static NormalizedRq read(CommandSet command) throws DimseException {
        int field = command.commandField();
        Elements elements = Elements.of(field);
        return new NormalizedRq(
                field,
                command.messageId(),
                command.text(elements.sopClass),
                command.text(elements.sopInstance),
                command.required(elements.type),
                command.hasDataSet());
    }

    /** The command set that is sent. */
    public CommandSet toCommand() {
        Elements elements = Elements.of(commandField);
        return CommandSet.of(commandField)
                .uid(elements.sopClass, sopClassUid)
                .uint16(CommandElement.MESSAGE_ID, messageId)
                .uid(elements.sopInstance, sopInstanceUid)
                .uint16(elements.type, typeId)
                .dataSet(dataSet);
    }

    private record Elements(int sopClass, int sopInstance, int type) {
        static Elements of(int commandField) {
            return commandField == CommandField.N_ACTION_RQ
                    ? new Elements(
                            CommandElement.REQUESTED_SOP_CLASS_UID,
                            CommandElement.REQUESTED_SOP_INSTANCE_UID,
                            CommandElement.ACTION_TYPE_ID)
                    : new Elements(
                            CommandElement.AFFECTED_SOP_CLASS_UID,
                            CommandElement.AFFECTED_SOP_INSTANCE_UID,
                            CommandElement.EVENT_TYPE_ID);
        }
    }
}

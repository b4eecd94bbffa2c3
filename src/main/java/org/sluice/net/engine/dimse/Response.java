package org.sluice.net.engine.dimse;

import org.sluice.text.OneLine;

/**
 * The response to any request, without data set: PS3.7 9.3.1.2 (C-STORE-RSP), 9.3.5.2 (C-ECHO-RSP) and the failures of
 * all the others.
 *
 * @param commandField of the response
 * @param messageId being responded to
 * @param errorComment sent as {@link OneLine#comment} makes it; empty for none
 */
public record Response(
        int commandField, int messageId, String sopClassUid, String sopInstanceUid, int status, String errorComment) {
    /** The answer to a request, about the SOP class and instance that it names. */
    public static Response to(CommandSet request, int status, String errorComment) throws DimseException {
        String sopClass = request.text(CommandElement.AFFECTED_SOP_CLASS_UID);
        String sopInstance = request.text(CommandElement.AFFECTED_SOP_INSTANCE_UID);
        return new Response(
                CommandField.responseTo(request.commandField()),
                request.messageId(),
                sopClass.isEmpty() ? request.text(CommandElement.REQUESTED_SOP_CLASS_UID) : sopClass,
                sopInstance.isEmpty() ? request.text(CommandElement.REQUESTED_SOP_INSTANCE_UID) : sopInstance,
                status,
                errorComment);
    }

    /** Reads it from the command set of any response. */
    public static Response read(CommandSet command) throws DimseException {
        return new Response(
                command.commandField(),
                command.required(CommandElement.MESSAGE_ID_BEING_RESPONDED_TO),
                command.text(CommandElement.AFFECTED_SOP_CLASS_UID),
                command.text(CommandElement.AFFECTED_SOP_INSTANCE_UID),
                command.status(),
                command.text(CommandElement.ERROR_COMMENT));
    }

    /** The command set that is sent. */
    public CommandSet toCommand() {
        return CommandSet.of(commandField)
                .uid(CommandElement.AFFECTED_SOP_CLASS_UID, sopClassUid)
                .uint16(CommandElement.MESSAGE_ID_BEING_RESPONDED_TO, messageId)
                .uint16(CommandElement.STATUS, status)
                .text(CommandElement.ERROR_COMMENT, OneLine.comment(errorComment))
                .uid(CommandElement.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid);
    }
}

package org.sluice.net.engine.dimse;

/** C-ECHO-RQ, PS3.7 9.3.5.1. */
public record EchoRq(int messageId) {
    /** The Verification SOP class: PS3.4 Annex A. */
    public static final String VERIFICATION = "1.2.840.10008.1.1";

    /** Reads it from a command set with this command field. */
    public static EchoRq read(CommandSet command) throws DimseException {
        return new EchoRq(command.messageId());
    }

    /** The command set that is sent. */
    public CommandSet toCommand() {
        return CommandSet.of(CommandField.C_ECHO_RQ)
                .uid(CommandElement.AFFECTED_SOP_CLASS_UID, VERIFICATION)
                .uint16(CommandElement.MESSAGE_ID, messageId);
    }
}

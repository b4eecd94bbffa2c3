package org.sluice.fuzz;

import java.util.Arrays;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.Response;
import org.sluice.net.engine.dimse.StoreRq;

/** A command set, and the messages that are made of it. */
public final class CommandTarget {
    private static final int PER_BYTE = 200;

    private CommandTarget() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Allocation.bounded(input.length, PER_BYTE, () -> read(input));
    }

    private static void read(byte[] input) throws DimseException {
        CommandSet command;
        try {
            command = CommandSet.read(input, input.length);
        } catch (DimseException expected) {
            return;
        }
        byte[] written = command.toBytes();
        if (!Arrays.equals(written, CommandSet.read(written, written.length).toBytes())) {
            throw new AssertionError("written and read again it is another");
        }
        messages(command);
    }

    private static void messages(CommandSet command) {
        try {
            command.hasDataSet();
            Response.read(command);
            StoreRq.read(command);
        } catch (DimseException expected) {
            command.text(0x0002).length();
        }
    }
}

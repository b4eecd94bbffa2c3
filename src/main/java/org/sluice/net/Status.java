package org.sluice.net;

import java.util.HexFormat;

/** The DIMSE statuses that are used by name here: PS3.4 Table B.2-1 for C-STORE, PS3.7 Annex C for all services. */
public final class Status {
    /** The operation was performed as asked. */
    public static final int SUCCESS = 0x0000;

    /** The operation failed in a way that has no status of its own: PS3.7 C.5. */
    public static final int PROCESSING_FAILURE = 0x0110;

    /** The SOP instance is there already: PS3.7 Annex C. */
    public static final int DUPLICATE_SOP_INSTANCE = 0x0111;

    /** The SOP instance is not known. */
    public static final int NO_SUCH_SOP_INSTANCE = 0x0112;

    /** The event type is not supported. */
    public static final int NO_SUCH_EVENT_TYPE = 0x0113;

    /** The event or action information is not supported. */
    public static final int NO_SUCH_ARGUMENT = 0x0114;

    /** A value in the event or action information is out of range, or does not fit. */
    public static final int INVALID_ARGUMENT_VALUE = 0x0115;

    /** The SOP instance UID breaks the rules of UIDs. */
    public static final int INVALID_SOP_INSTANCE = 0x0117;

    /** The SOP class of the request is not known. */
    public static final int NO_SUCH_SOP_CLASS = 0x0118;

    /** Refused: the SOP class is known, and not served. */
    public static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;

    /** The action type is not supported. */
    public static final int NO_SUCH_ACTION = 0x0123;

    /** Refused: the requestor may not do this. */
    public static final int NOT_AUTHORIZED = 0x0124;

    /** The message ID is that of another operation that is still under way. */
    public static final int DUPLICATE_INVOCATION = 0x0210;

    /** The command is none that is served here. */
    public static final int UNRECOGNIZED_OPERATION = 0x0211;

    /** A parameter was not agreed for use on the association. */
    public static final int MISTYPED_ARGUMENT = 0x0212;

    /** Not performed, for want of memory, room or time; C-STORE has {@link #OUT_OF_RESOURCES} for this. */
    public static final int RESOURCE_LIMITATION = 0x0213;

    /** C-STORE, refused: not now; the same instance may be sent again. PS3.4 Table B.2-1 has A700H to A7FFH. */
    public static final int OUT_OF_RESOURCES = 0xA700;

    /** C-STORE, failed: the data set is not of the SOP class. PS3.4 Table B.2-1 has A900H to A9FFH. */
    public static final int DATA_SET_DOES_NOT_MATCH = 0xA900;

    /** C-STORE, stored with a warning: the receiver changed values. */
    public static final int COERCION_OF_DATA_ELEMENTS = 0xB000;

    /** C-STORE, stored with a warning: the receiver left elements out. */
    public static final int ELEMENTS_DISCARDED = 0xB006;

    /** C-STORE, stored with a warning: the data set is not of the SOP class. */
    public static final int DATA_SET_DOES_NOT_MATCH_WARNING = 0xB007;

    /** C-STORE, failed: the data set cannot be read. PS3.4 Table B.2-1 has C000H to CFFFH. */
    public static final int CANNOT_UNDERSTAND = 0xC000;

    private Status() {}

    /** Whether the service was performed, perhaps with a warning: the instance need not be sent again. */
    public static boolean isDone(int status) {
        return status == SUCCESS || isWarning(status);
    }

    /** Whether the status is a warning: 0001H, 0107H, 0116H or Bxxx (PS3.7 Annex C.4). */
    public static boolean isWarning(int status) {
        return status == 0x0001 || status == 0x0107 || status == 0x0116 || (status & 0xF000) == 0xB000;
    }

    /** The status as the standard prints it: {@code A700H}. */
    public static String format(int status) {
        return HexFormat.of().withUpperCase().toHexDigits((short) status) + 'H';
    }
}

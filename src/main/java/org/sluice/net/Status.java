package org.sluice.net;

import java.util.HexFormat;

/** The DIMSE statuses that are used by name here: PS3.4 Table B.2-1 for C-STORE, PS3.7 Annex C for all services. */
public final class Status {
    public static final int SUCCESS = 0x0000;
    public static final int PROCESSING_FAILURE = 0x0110;
    public static final int NO_SUCH_SOP_INSTANCE = 0x0112;
    public static final int NO_SUCH_EVENT_TYPE = 0x0113;
    public static final int NO_SUCH_ARGUMENT = 0x0114;
    public static final int INVALID_ARGUMENT_VALUE = 0x0115;
    public static final int INVALID_SOP_INSTANCE = 0x0117;
    public static final int NO_SUCH_SOP_CLASS = 0x0118;
    public static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    public static final int NO_SUCH_ACTION = 0x0123;
    public static final int NOT_AUTHORIZED = 0x0124;
    public static final int DUPLICATE_INVOCATION = 0x0210;
    public static final int UNRECOGNIZED_OPERATION = 0x0211;
    public static final int MISTYPED_ARGUMENT = 0x0212;
    public static final int RESOURCE_LIMITATION = 0x0213;
    public static final int OUT_OF_RESOURCES = 0xA700;
    public static final int DATA_SET_DOES_NOT_MATCH = 0xA900;
    public static final int COERCION_OF_DATA_ELEMENTS = 0xB000;
    public static final int ELEMENTS_DISCARDED = 0xB006;
    public static final int DATA_SET_DOES_NOT_MATCH_WARNING = 0xB007;
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

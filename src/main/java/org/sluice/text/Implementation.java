package org.sluice.text;

/** How Sluice names itself on associations (PS3.7 D.3.3.2), and in the files it writes (PS3.10 7.1). */
public final class Implementation {
    /** Made from a UUID (PS3.5 B.2). */
    public static final String CLASS_UID = "2.25.221984588985495548589981930213571316635";

    /** At most 16 characters. */
    public static final String VERSION_NAME = "SLUICE_0_1";

    private Implementation() {}
}

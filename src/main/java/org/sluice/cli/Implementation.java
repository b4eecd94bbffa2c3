package org.sluice.cli;

/** Who wrote a file, PS3.10 7.1: as Sluice names itself on associations too. */
final class Implementation {
    static final String CLASS_UID = "2.25.221984588985495548589981930213571316635";
    static final String VERSION_NAME = "SLUICE_0_1";

    private Implementation() {}
}

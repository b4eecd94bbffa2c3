package org.sluice.peers;

import java.util.List;

/** The transfer syntaxes that {@link GeneratedInstance} can write, PS3.5 Annex A. */
public enum Syntax {
    IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2"),
    EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1"),
    DEFLATED_EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99"),
    EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2"),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50");

    private final String uid;

    Syntax(String uid) {
        this.uid = uid;
    }

    /** Those that encode elements in different ways, PS3.5 A.1 to A.3: neither deflated nor compressed. */
    public static List<Syntax> encodings() {
        return List.of(IMPLICIT_LITTLE_ENDIAN, EXPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN);
    }

    public String uid() {
        return uid;
    }

    boolean implicit() {
        return this == IMPLICIT_LITTLE_ENDIAN;
    }

    boolean bigEndian() {
        return this == EXPLICIT_BIG_ENDIAN;
    }
}

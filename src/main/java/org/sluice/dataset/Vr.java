package org.sluice.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value representations of PS3.5 6.2, with what their encoding needs to know of them. */
public enum Vr {
    AE(Kind.TEXT),
    AS(Kind.TEXT),
    AT(Kind.TAG),
    CS(Kind.TEXT),
    DA(Kind.TEXT),
    DS(Kind.TEXT),
    DT(Kind.TEXT),
    FD(Kind.FLOATING),
    FL(Kind.FLOATING),
    IS(Kind.TEXT),
    LO(Kind.TEXT),
    LT(Kind.TEXT),
    OB(Kind.BYTES),
    OD(Kind.BYTES),
    OF(Kind.BYTES),
    OL(Kind.BYTES),
    OV(Kind.BYTES),
    OW(Kind.BYTES),
    PN(Kind.TEXT),
    SH(Kind.TEXT),
    SL(Kind.INTEGER),
    SQ(Kind.SEQUENCE),
    SS(Kind.INTEGER),
    ST(Kind.TEXT),
    SV(Kind.INTEGER),
    TM(Kind.TEXT),
    UC(Kind.TEXT),
    UI(Kind.TEXT),
    UL(Kind.INTEGER),
    UN(Kind.BYTES),
    UR(Kind.TEXT),
    US(Kind.INTEGER),
    UT(Kind.TEXT),
    UV(Kind.INTEGER);

    /** What a value consists of. */
    public enum Kind {
        /** Characters. */
        TEXT,
        /** Binary whole numbers. */
        INTEGER,
        /** Binary IEEE 754 numbers. */
        FLOATING,
        /** Tags. */
        TAG,
        /** Bytes or words that nobody here looks into. */
        BYTES,
        /** Items. */
        SEQUENCE
    }

    private static final Vr[] VALUES = values();
    private static final @Nullable Vr[] BY_CODE = byCode();

    private final Kind kind;
    private final boolean longLength;

    Vr(Kind kind) {
        this.kind = kind;
        this.longLength = kind == Kind.BYTES
                || kind == Kind.SEQUENCE
                || List.of("SV", "UC", "UR", "UT", "UV").contains(name());
    }

    /** The VR with these two characters, or null when the standard knows none: the caller decides what that means. */
    public static @Nullable Vr of(byte first, byte second) {
        int row = first - 'A';
        int column = second - 'A';
        return row < 0 || row > 25 || column < 0 || column > 25 ? null : BY_CODE[row * 26 + column];
    }

    static Vr ofIndex(int index) {
        return VALUES[index];
    }

    /** A number below 64 for compact tables in memory. */
    @SuppressWarnings("EnumOrdinal") // it never leaves the process
    int index() {
        return ordinal();
    }

    /** What a value consists of. */
    public Kind kind() {
        return kind;
    }

    /** Whether values are characters (padded, and mostly divided by backslashes). */
    public boolean isText() {
        return kind == Kind.TEXT;
    }

    /** Whether values are binary numbers: FD FL SL SS SV UL US UV. */
    public boolean isBinaryNumber() {
        return kind == Kind.INTEGER || kind == Kind.FLOATING;
    }

    /** Whether the explicit header is the one of 12 bytes with a 32-bit length, PS3.5 7.1.2. */
    public boolean longLength() {
        return longLength;
    }

    /** Whether Specific Character Set (0008,0005) applies, PS3.5 6.1.2.3; others are in the default repertoire. */
    public boolean usesCharacterSet() {
        return switch (this) {
            case LO, LT, PN, SH, ST, UC, UT -> true;
            default -> false;
        };
    }

    /** Whether a backslash divides values: all text but LT ST UR UT. */
    public boolean isDividedText() {
        return kind == Kind.TEXT && this != LT && this != ST && this != UR && this != UT;
    }

    /** The byte that makes an odd value even: a blank for text, except UI; zero for everything else. */
    public byte padding() {
        return isText() && this != UI ? (byte) ' ' : 0;
    }

    /** Bytes of one value of a binary VR (OW: of one word; AT: 4); 1 for text, OB and UN; 0 for SQ. */
    public int size() {
        return switch (this) {
            case FD, OD, OV, SV, UV -> 8;
            case AT, FL, OF, OL, SL, UL -> 4;
            case OW, SS, US -> 2;
            case SQ -> 0;
            default -> 1;
        };
    }

    private static @Nullable Vr[] byCode() {
        @Nullable Vr[] table = new @Nullable Vr[26 * 26];
        for (Vr vr : VALUES) {
            table[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
        }
        return table;
    }
}

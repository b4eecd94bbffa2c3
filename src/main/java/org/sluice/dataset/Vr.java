package org.sluice.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value representations of PS3.5 6.2, with what their encoding needs to know of them. */
public enum Vr {
    AE(Kind.TEXT, 1),
    AS(Kind.TEXT, 1),
    AT(Kind.TAG, 4),
    CS(Kind.TEXT, 1),
    DA(Kind.TEXT, 1),
    DS(Kind.TEXT, 1),
    DT(Kind.TEXT, 1),
    FD(Kind.FLOATING, 8),
    FL(Kind.FLOATING, 4),
    IS(Kind.TEXT, 1),
    LO(Kind.TEXT, 1),
    LT(Kind.TEXT, 1),
    OB(Kind.BYTES, 1),
    OD(Kind.BYTES, 8),
    OF(Kind.BYTES, 4),
    OL(Kind.BYTES, 4),
    OV(Kind.BYTES, 8),
    OW(Kind.BYTES, 2),
    PN(Kind.TEXT, 1),
    SH(Kind.TEXT, 1),
    SL(Kind.INTEGER, 4),
    SQ(Kind.SEQUENCE, 0),
    SS(Kind.INTEGER, 2),
    ST(Kind.TEXT, 1),
    SV(Kind.INTEGER, 8),
    TM(Kind.TEXT, 1),
    UC(Kind.TEXT, 1),
    UI(Kind.TEXT, 1),
    UL(Kind.INTEGER, 4),
    UN(Kind.BYTES, 1),
    UR(Kind.TEXT, 1),
    US(Kind.INTEGER, 2),
    UT(Kind.TEXT, 1),
    UV(Kind.INTEGER, 8);

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
    private final int size;
    private final boolean longLength;
    private final int multiple;

    Vr(Kind kind, int size) {
        this.kind = kind;
        this.size = size;
        this.longLength = kind == Kind.BYTES
                || kind == Kind.SEQUENCE
                || List.of("SV", "UC", "UR", "UT", "UV").contains(name());
        this.multiple = kind == Kind.BYTES ? 2 : Math.max(2, size);
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
        return size;
    }

    /** What the length of a value is a multiple of: 2, or the bytes of a number or a tag. */
    int multiple() {
        return multiple;
    }

    private static @Nullable Vr[] byCode() {
        @Nullable Vr[] table = new @Nullable Vr[26 * 26];
        for (Vr vr : VALUES) {
            table[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
        }
        return table;
    }
}

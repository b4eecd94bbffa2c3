package org.sluice.dataset;

import org.sluice.dataset.Contradiction.Kind;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/** What is wrong: elements that contradict PS3.5 when they follow each other. */
enum Fault {
    OUT_OF_ORDER(Kind.OUT_OF_ORDER) {
        @Override
        void write(RawDataSet to, Place place) {
            to.text(place.tag(0x1002), "LO", "B").text(place.tag(0x1001), "LO", "A");
        }
    },
    TWICE(Kind.DUPLICATE_ELEMENT) {
        @Override
        void write(RawDataSet to, Place place) {
            to.text(place.tag(0x1001), "LO", "A").text(place.tag(0x1001), "LO", "B");
        }
    },
    ODD(Kind.ODD_LENGTH) {
        @Override
        void write(RawDataSet to, Place place) {
            to.value(place.tag(0x1001), "LO", new byte[] {'A', 'B', 'C'}).text(place.tag(0x1002), "LO", "B");
        }
    },
    HALF_A_NUMBER(Kind.ODD_LENGTH) {
        @Override
        void write(RawDataSet to, Place place) {
            to.saying(SELECTOR_UL_VALUE, "UL", 6, new byte[] {1, 0, 0, 0, 1, 0});
        }
    },
    OTHER_VR_FORM(Kind.WRONG_ENCODING) {
        @Override
        void write(RawDataSet to, Place place) {
            if (to.syntax() == Syntax.IMPLICIT_LITTLE_ENDIAN) {
                to.raw(new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                        .text(place.tag(0x1001), place.group() == 0x0040 ? "SH" : "LO", "ABCDEFGHIJKL")
                        .bytes());
            } else {
                to.delimiter(place.tag(0x1001), 4).raw(new byte[] {'A', 'B', 'C', 'D'});
            }
        }
    },
    PAST_ITS_PARENT(Kind.WRONG_NESTING) {
        @Override
        void write(RawDataSet to, Place place) {
            byte[] item = new RawDataSet(to.syntax())
                    .saying(place.tag(0x1001), "LO", 20, new byte[] {'A', 'B'})
                    .item(End.LENGTH);
            to.sequence(place.tag(0x0275), "SQ", End.LENGTH, item, item);
        }
    },
    LENGTH_AND_DELIMITER(Kind.WRONG_NESTING) {
        @Override
        void write(RawDataSet to, Place place) {
            to.sequence(
                    place.tag(0x0275),
                    "SQ",
                    End.LENGTH,
                    new RawDataSet(to.syntax())
                            .text(place.tag(0x1001), "LO", "A")
                            .item(End.BOTH));
        }
    },
    SEQUENCE_LENGTH_AND_DELIMITER(Kind.WRONG_NESTING) {
        @Override
        void write(RawDataSet to, Place place) {
            to.sequence(
                    place.tag(0x0275),
                    "SQ",
                    End.BOTH,
                    new RawDataSet(to.syntax())
                            .text(place.tag(0x1001), "LO", "A")
                            .item(End.LENGTH));
        }
    },
    DELIMITER_WITH_A_LENGTH(Kind.WRONG_NESTING) {
        @Override
        void write(RawDataSet to, Place place) {
            RawDataSet items = new RawDataSet(to.syntax())
                    .raw(new RawDataSet(to.syntax()).item(End.LENGTH))
                    .delimiter(0xFFFEE0DD, 16);
            to.saying(place.tag(0x0275), "SQ", 0xFFFFFFFFL, items.bytes()).text(place.tag(0x1001), "LO", "hidden");
        }
    };

    private static final int SELECTOR_UL_VALUE = 0x00720078;

    private final Kind kind;

    Fault(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    abstract void write(RawDataSet to, Place place);

    /** Whether it needs an element of the standard, which none behind the pixel data is. */
    boolean standard() {
        return kind == Kind.WRONG_NESTING || this == HALF_A_NUMBER;
    }
}

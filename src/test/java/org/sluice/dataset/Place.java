package org.sluice.dataset;

import java.util.function.UnaryOperator;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/** Where a contradiction stands: what is written around it. */
enum Place {
    HEADER(0x0040),
    BEHIND_A_LARGE_VALUE(0x0040),
    ITEM(0x0040),
    ITEM_OF_UNDEFINED_LENGTH(0x0040),
    THIRD_LEVEL(0x0040),
    PRIVATE_SEQUENCE(0x0040),
    UN_SEQUENCE(0x0040),
    UN_OF_UNDEFINED_LENGTH(0x0040),
    BEHIND_PIXEL_DATA(0x7FE1),
    BEHIND_FRAGMENTS(0x7FE1),
    SIGNATURES_BEHIND_PIXEL_DATA(0x0040),
    PRIVATE_SEQUENCE_BEHIND_PIXEL_DATA(0x0040);

    static final int REFERENCES = 0x00081140;
    static final int DIGITAL_SIGNATURES = 0xFFFAFFFA;
    static final int PIXEL_DATA = 0x7FE00010;
    static final int LATE = 0x7FE10010;

    private final int group;

    Place(int group) {
        this.group = group;
    }

    int group() {
        return group;
    }

    int tag(int element) {
        return group << 16 | element;
    }

    /** An element that stands before those of a fault: a text of the standard, or a private creator. */
    int before() {
        return tag(group == 0x0040 ? 0x0009 : 0x0011);
    }

    /** Whether it is in a UN, whose items are implicit little endian whatever is around them. */
    boolean unknown() {
        return this == UN_SEQUENCE || this == UN_OF_UNDEFINED_LENGTH;
    }

    Syntax within(Syntax syntax) {
        return unknown() ? Syntax.IMPLICIT_LITTLE_ENDIAN : syntax;
    }

    /** A data set with these elements at this place. */
    byte[] around(Syntax syntax, UnaryOperator<RawDataSet> elements) {
        RawDataSet instance = RawDataSet.instance(syntax, "2.25.1");
        byte[] item = elements.apply(new RawDataSet(within(syntax))).item(End.LENGTH);
        byte[] open = elements.apply(new RawDataSet(within(syntax))).item(End.DELIMITER);
        switch (this) {
            case HEADER -> elements.apply(instance);
            case BEHIND_A_LARGE_VALUE -> {
                instance.text(0x00290010, "LO", "ACME").value(0x00291010, "OB", new byte[70_000]);
                elements.apply(instance);
            }
            case ITEM -> instance.sequence(REFERENCES, "SQ", End.LENGTH, item, item(syntax));
            case ITEM_OF_UNDEFINED_LENGTH -> instance.sequence(REFERENCES, "SQ", End.DELIMITER, item(syntax), open);
            case THIRD_LEVEL -> {
                byte[] middle = new RawDataSet(syntax)
                        .sequence(0x0040A730, "SQ", End.LENGTH, open)
                        .item(End.DELIMITER);
                instance.sequence(
                        REFERENCES,
                        "SQ",
                        End.LENGTH,
                        new RawDataSet(syntax)
                                .sequence(0x0040A730, "SQ", End.DELIMITER, middle)
                                .item(End.LENGTH));
            }
            case PRIVATE_SEQUENCE ->
                instance.text(0x00090010, "LO", "ACME").sequence(0x00091001, "SQ", End.LENGTH, item);
            case UN_SEQUENCE -> instance.sequence(REFERENCES, "UN", End.LENGTH, item);
            case UN_OF_UNDEFINED_LENGTH ->
                instance.text(0x00090010, "LO", "ACME").sequence(0x00091001, "UN", End.DELIMITER, open);
            case BEHIND_PIXEL_DATA -> {
                instance.value(PIXEL_DATA, "OW", new byte[300]).text(LATE, "LO", "LATE");
                elements.apply(instance);
            }
            case BEHIND_FRAGMENTS -> {
                instance.fragments(PIXEL_DATA, new byte[60], new byte[100]).text(LATE, "LO", "LATE");
                elements.apply(instance);
            }
            case PRIVATE_SEQUENCE_BEHIND_PIXEL_DATA ->
                instance.value(PIXEL_DATA, "OW", new byte[300])
                        .text(LATE, "LO", "LATE")
                        .sequence(0x7FE11001, "SQ", End.LENGTH, item);
            case SIGNATURES_BEHIND_PIXEL_DATA ->
                instance.value(PIXEL_DATA, "OW", new byte[300]).sequence(DIGITAL_SIGNATURES, "SQ", End.LENGTH, item);
        }
        return instance.bytes();
    }

    private static byte[] item(Syntax syntax) {
        return new RawDataSet(syntax).text(0x00081155, "UI", "2.25.4").item(End.LENGTH);
    }
}

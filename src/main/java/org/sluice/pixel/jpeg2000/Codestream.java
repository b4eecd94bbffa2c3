package org.sluice.pixel.jpeg2000;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * A codestream of JPEG 2000 that is whole: its main header is what the instance says, every tile has its parts one after the other,
 * and behind the last stands EOC, T.800 annex A.
 *
 * @param bytes from SOC to EOC; each tile-part says how many there are of its tile (TNsot, A.4.2)
 * @param precision bits of a sample
 * @param reversible whether the wavelet transform is the one without loss, 5-3
 * @param transformed whether the three components are transformed together, RCT or ICT (A.6.1)
 */
record Codestream(byte[] bytes, int precision, boolean reversible, boolean transformed) {
    private static final int SOC = 0xFF4F;
    private static final int SIZ = 0xFF51;
    private static final int COD = 0xFF52;
    private static final int SOT = 0xFF90;
    private static final int EOC = 0xFFD9;
    private static final int PPM = 0xFF60;
    private static final int CAP = 0xFF50;
    /** SIZ says of more than part 1 with the highest bit, and of HTJ2K with the one below. */
    private static final int MORE_THAN_PART_1 = 0xC000;

    private static final int SIZ_OF_COMPONENTS = 36;
    private static final int MOST_TILES = 65_535;
    private static final int SOT_LENGTH = 12;

    /** Reads it. */
    static Codestream of(byte[] frame, FrameShape shape) throws PixelDataException {
        return new Walk(frame.clone(), shape).read();
    }

    /** Goes through the marker segments; the tile-parts get their number on the way. */
    private static final class Walk {
        private final byte[] bytes;
        private final ByteBuffer in;
        private final FrameShape shape;
        private int precision;
        private int tiles;
        private boolean hasCod;
        private boolean reversible;
        private boolean transformed;

        Walk(byte[] bytes, FrameShape shape) {
            this.bytes = bytes;
            this.in = ByteBuffer.wrap(bytes);
            this.shape = shape;
        }

        Codestream read() throws PixelDataException {
            if (uint16(0) != SOC || uint16(2) != SIZ) {
                throw new PixelDataException(Kind.DAMAGED, "expected a codestream of JPEG 2000, found something else");
            }
            int at = 2;
            while (uint16(at) != SOT) {
                segment(uint16(at), at + 2, uint16(at + 2));
                at += 2 + uint16(at + 2);
            }
            if (!hasCod) {
                throw new PixelDataException(Kind.DAMAGED, "the main header does not say how it is coded");
            }
            int end = tileParts(at);
            for (int behind = end; behind < bytes.length; behind++) {
                if (bytes[behind] != 0) {
                    throw new PixelDataException(
                            Kind.DAMAGED, "the codestream goes on for " + (bytes.length - end) + " bytes behind EOC");
                }
            }
            return new Codestream(Arrays.copyOf(bytes, end), precision, reversible, transformed);
        }

        private int uint16(int at) throws PixelDataException {
            if (at < 0 || at > bytes.length - 2) {
                throw new PixelDataException(Kind.TRUNCATED, "the codestream ends within its headers");
            }
            return in.getShort(at) & 0xFFFF;
        }

        private long uint32(int at) throws PixelDataException {
            return (long) uint16(at) << 16 | uint16(at + 2);
        }

        /** @param at behind the marker: where the length stands, which counts itself */
        private void segment(int marker, int at, int length) throws PixelDataException {
            if (marker < 0xFF4F || length < 2 || at + length > bytes.length) {
                throw new PixelDataException(Kind.DAMAGED, "a marker segment of JPEG 2000 is none");
            }
            switch (marker) {
                case SIZ -> size(at, length);
                case COD -> coding(at, length);
                case PPM -> throw new PixelDataException(Kind.UNSUPPORTED, "JPEG 2000 with packed packet headers");
                case CAP -> throw new PixelDataException(Kind.UNSUPPORTED, "JPEG 2000 with more than its part 1 has");
                default -> {}
            }
        }

        /** A.5.1. */
        private void size(int at, int length) throws PixelDataException {
            if (tiles != 0 || length != SIZ_OF_COMPONENTS + 2 + 3 * uint16(at + SIZ_OF_COMPONENTS)) {
                throw new PixelDataException(Kind.DAMAGED, "the size of the image is not what SIZ has room for");
            }
            if ((uint16(at + 2) & MORE_THAN_PART_1) != 0) {
                throw new PixelDataException(Kind.UNSUPPORTED, "JPEG 2000 with more than its part 1 has");
            }
            long columns = uint32(at + 4);
            long rows = uint32(at + 8);
            int components = uint16(at + SIZ_OF_COMPONENTS);
            if (columns != shape.columns() || rows != shape.rows() || components != shape.samples()) {
                throw new PixelDataException(
                        Kind.GEOMETRY,
                        "the codestream has " + columns + " columns, " + rows + " rows and " + components
                                + " components, the header " + shape.columns() + ", " + shape.rows() + " and "
                                + shape.samples());
            }
            for (int offset : new int[] {12, 16, 28, 32}) {
                if (uint32(at + offset) != 0) {
                    throw new PixelDataException(Kind.UNSUPPORTED, "JPEG 2000 that does not begin at the origin");
                }
            }
            tiles = tiles(uint32(at + 20), uint32(at + 24));
            for (int component = 0; component < components; component++) {
                component(at + SIZ_OF_COMPONENTS + 2 + 3 * component, component == 0);
            }
        }

        private int tiles(long width, long height) throws PixelDataException {
            long across = width == 0 ? Long.MAX_VALUE / 2 : (shape.columns() + width - 1) / width;
            long down = height == 0 ? 0 : (shape.rows() + height - 1) / height;
            // Each has a header of its own, so there cannot be more than fit.
            if (down == 0 || across > MOST_TILES || across * down > Math.min(MOST_TILES, bytes.length / SOT_LENGTH)) {
                throw new PixelDataException(Kind.DAMAGED, "the codestream has too many tiles, or none");
            }
            return (int) (across * down);
        }

        private void component(int at, boolean isFirst) throws PixelDataException {
            int bits = (bytes[at] & 0x7F) + 1;
            boolean signed = bytes[at] < 0;
            if (uint16(at + 1) != 0x0101) {
                throw new PixelDataException(Kind.UNSUPPORTED, "JPEG 2000 with subsampling");
            }
            boolean same = isFirst || bits == precision;
            if (!same || bits <= shape.highBit() || bits > shape.bitsAllocated() || signed != shape.signed()) {
                throw new PixelDataException(
                        Kind.GEOMETRY,
                        "the codestream has " + (signed ? "signed" : "unsigned") + " samples of " + bits
                                + " bits, the header " + (shape.signed() ? "signed" : "unsigned") + " ones of "
                                + shape.bitsStored() + " in " + shape.bitsAllocated() + ", the highest at "
                                + shape.highBit());
            }
            precision = bits;
        }

        /** A.6.1. */
        private void coding(int at, int length) throws PixelDataException {
            if (length < 12) {
                throw new PixelDataException(Kind.DAMAGED, "COD is too short for what it is to say");
            }
            int levels = bytes[at + 7] & 0xFF;
            int layers = uint16(at + 4);
            int wide = (bytes[at + 8] & 0xFF) + 2;
            int high = (bytes[at + 9] & 0xFF) + 2;
            if (levels > 32 || layers == 0 || wide > 10 || high > 10 || wide + high > 12) {
                throw new PixelDataException(Kind.DAMAGED, "COD says of levels, layers or code-blocks what cannot be");
            }
            hasCod = true;
            transformed = bytes[at + 6] != 0 && shape.samples() == 3;
            reversible = bytes[at + 11] == 1;
        }

        /** Returns where EOC ends. */
        private int tileParts(int first) throws PixelDataException {
            int[] parts = new int[tiles];
            int at = first;
            while (uint16(at) == SOT) {
                at = tilePart(at, parts);
            }
            if (uint16(at) != EOC) {
                throw new PixelDataException(Kind.DAMAGED, "between tile-parts there is something else");
            }
            if (Arrays.stream(parts).anyMatch(count -> count == 0)) {
                throw new PixelDataException(Kind.TRUNCATED, "the codestream lacks a tile");
            }
            for (int sot = first; sot < at; sot += (int) uint32(sot + 6)) {
                int count = bytes[sot + 11] & 0xFF;
                int found = parts[uint16(sot + 4)];
                if (count != 0 && count != found) {
                    throw new PixelDataException(
                            Kind.TRUNCATED, "a tile has " + found + " tile-parts, and says " + count);
                }
                bytes[sot + 11] = (byte) found;
            }
            return at + 2;
        }

        /** A.4.2; returns where the next begins. */
        private int tilePart(int at, int[] parts) throws PixelDataException {
            int tile = uint16(at + 4);
            int part = uint16(at + 10) >> 8;
            long length = uint32(at + 6);
            if (length == 0) {
                length = lastLength(at);
                in.putInt(at + 6, (int) length);
            }
            if (uint16(at + 2) != 10 || length < SOT_LENGTH + 2 || length > bytes.length - at) {
                throw new PixelDataException(Kind.TRUNCATED, "a tile-part ends behind the codestream, or has no data");
            }
            if (tile >= parts.length || part != parts[tile] || part == 254) {
                throw new PixelDataException(Kind.DAMAGED, "a tile-part is not the next one of its tile");
            }
            parts[tile]++;
            return at + (int) length;
        }

        /** The last may go on to EOC, without saying how long it is. */
        private long lastLength(int at) {
            int end = bytes.length;
            while (end > at && bytes[end - 1] == 0) {
                end--;
            }
            return end - 2L - at;
        }
    }
}

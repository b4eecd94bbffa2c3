package org.sluice.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.sluice.peers.DataSetTree.Element;

/**
 * Reads what {@link Transcoder} writes, and what was made of it: small, whole data sets in memory, trusted. It shares no
 * code with the reader of the program. Where an encoding has no VR it takes the one that the tree has, from which the data
 * set was written. A new element is bytes to it, unless its VR is written or it is a sequence of undefined length.
 */
public final class TreeReader {
    private static final int UNDEFINED = -1;

    /** VRs by the creator and what is left of the tag without its block; by the tag for standard elements. */
    private final Map<String, String> vrs;

    private final Syntax syntax;
    private final ByteBuffer in;

    private TreeReader(Map<String, String> vrs, Syntax syntax, ByteBuffer in) {
        this.vrs = vrs;
        this.syntax = syntax;
        this.in = in.order(syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a data set that was written from {@code written}, or from an edited copy of what was. */
    public static DataSetTree dataSet(byte[] bytes, Syntax syntax, DataSetTree written) {
        byte[] plain = bytes;
        if (syntax == Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN) {
            try (InflaterInputStream inflated =
                    new InflaterInputStream(new ByteArrayInputStream(bytes), new Inflater(true))) {
                plain = inflated.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Map<String, String> vrs = new HashMap<>();
        collect(written, vrs);
        return new TreeReader(vrs, syntax, ByteBuffer.wrap(plain)).elements();
    }

    /** The same for a Part 10 file; its file meta information says the syntax. */
    public static DataSetTree file(byte[] bytes, DataSetTree written) {
        DataSetBytes halves = DataSetBytes.of(bytes);
        Syntax syntax = Arrays.stream(Syntax.values())
                .filter(one -> one.uid().equals(halves.transferSyntaxUid()))
                .findFirst()
                .orElseThrow();
        return dataSet(halves.dataSet(), syntax, written);
    }

    private static void collect(DataSetTree tree, Map<String, String> to) {
        for (Element element : tree.elements()) {
            to.put(key(tree, element.tag()), element.vr());
            List<DataSetTree> items = element.items();
            if (items != null) {
                items.forEach(item -> collect(item, to));
            }
        }
    }

    private static String key(DataSetTree level, int tag) {
        boolean inBlock = (tag >>> 16) % 2 == 1 && (tag & 0xFFFF) >= 0x1000;
        return inBlock ? level.creatorOf(tag) + " " + (tag & 0xFFFF_00FF) : Integer.toString(tag);
    }

    /** Until the bytes end, or an item or a sequence that says so by a delimiter. */
    private DataSetTree elements() {
        DataSetTree level = new DataSetTree();
        while (in.hasRemaining()) {
            int tag = tag();
            if (tag == DataSetEncoder.ITEM_DELIMITATION) {
                in.getInt();
                return level;
            }
            element(level, tag);
        }
        return level;
    }

    private void element(DataSetTree level, int tag) {
        String written = syntax.implicit() ? "UN" : "" + (char) in.get() + (char) in.get();
        int length;
        if (syntax.implicit()) {
            length = in.getInt();
        } else if (DataSetEncoder.LONG_LENGTH.contains(written)) {
            in.getShort();
            length = in.getInt();
        } else {
            length = Short.toUnsignedInt(in.getShort());
        }
        boolean unknown = written.equals("UN");
        String vr = unknown ? vrs.getOrDefault(key(level, tag), "UN") : written;
        if (vr.equals("SQ") || length == UNDEFINED) {
            Syntax inside = unknown ? Syntax.IMPLICIT_LITTLE_ENDIAN : syntax;
            level.sequence(tag, items(length, inside));
            return;
        }
        byte[] value = new byte[length];
        in.get(value);
        boolean swap = syntax.bigEndian() && !unknown;
        level.bytes(tag, vr, swap ? DataSetEncoder.swapped(vr, value) : value);
    }

    private List<DataSetTree> items(int length, Syntax inside) {
        ByteBuffer bytes = length == UNDEFINED ? in : in.slice(in.position(), length);
        TreeReader reader = new TreeReader(vrs, inside, bytes);
        List<DataSetTree> items = new ArrayList<>();
        while (reader.in.hasRemaining()) {
            int tag = reader.tag();
            int itemLength = reader.in.getInt();
            if (tag == DataSetEncoder.SEQUENCE_DELIMITATION) {
                break;
            }
            items.add(reader.item(itemLength));
        }
        if (length != UNDEFINED) {
            in.position(in.position() + length);
        }
        in.order(syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return items;
    }

    private DataSetTree item(int length) {
        if (length == UNDEFINED) {
            return elements();
        }
        DataSetTree item = new TreeReader(vrs, syntax, in.slice(in.position(), length)).elements();
        in.position(in.position() + length);
        return item;
    }

    private int tag() {
        return Short.toUnsignedInt(in.getShort()) << 16 | Short.toUnsignedInt(in.getShort());
    }
}

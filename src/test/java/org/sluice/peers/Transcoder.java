package org.sluice.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.sluice.peers.DataSetTree.Element;

/**
 * Writes one data set in the encodings of PS3.5 annex A that are not compressed. Whatever the encoding, it means the same;
 * what reads them must come to the same result. {@link TreeReader} reads the results back.
 */
public final class Transcoder {
    /** How sequences and items say where they end, PS3.5 7.5. */
    public enum Lengths {
        DEFINED,
        UNDEFINED,
        /** Sequences and items take turns, each on its own. */
        MIXED
    }

    /** What a writer of explicit VR knows; for the rest it writes UN, PS3.5 6.2.2. */
    public enum Knowledge {
        EVERYTHING,
        /** No private element but the creators. */
        STANDARD,
        /** No private element, and of the standard's only two in three. */
        OLD_STANDARD,
        /** Only private creators, and pixel data. */
        NOTHING
    }

    /** One way to write a data set down. */
    public record Form(Syntax syntax, Lengths lengths, Knowledge knowledge) {}

    private final Form form;
    private final Syntax syntax;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DataSetEncoder encoder;
    private int turn;

    private Transcoder(Form form, Syntax syntax) {
        this.form = form;
        this.syntax = syntax;
        this.encoder = new DataSetEncoder(out, syntax);
    }

    /** The four encodings with all lengths and all that makes a difference in explicit VR: 3 + 3 × 12 forms. */
    public static List<Form> forms() {
        List<Form> forms = new ArrayList<>();
        for (Syntax syntax : Syntax.values()) {
            for (Lengths lengths : Lengths.values()) {
                for (Knowledge knowledge : Knowledge.values()) {
                    boolean same = syntax.implicit() && knowledge != Knowledge.EVERYTHING;
                    if (syntax != Syntax.JPEG_BASELINE && !same) {
                        forms.add(new Form(syntax, lengths, knowledge));
                    }
                }
            }
        }
        return forms;
    }

    /** The bytes of a data set as they travel, deflated if the syntax says so. */
    public static byte[] dataSet(DataSetTree tree, Form form) {
        byte[] plain = plain(tree, form);
        if (form.syntax != Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN) {
            return plain;
        }
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated, new Deflater(6, true))) {
            deflater.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (deflated.size() % 2 == 1) {
            deflated.write(0);
        }
        return deflated.toByteArray();
    }

    /** A Part 10 file, PS3.10 7.1; the data set must have a SOP Class UID and a SOP Instance UID. */
    public static byte[] file(DataSetTree tree, Form form) {
        DataSetTree meta = new DataSetTree()
                .bytes(0x00020001, "OB", new byte[] {0, 1})
                .text(0x00020002, "UI", text(tree, 0x00080016))
                .text(0x00020003, "UI", text(tree, 0x00080018))
                .text(0x00020010, "UI", form.syntax.uid())
                .text(0x00020012, "UI", "2.25.7312.9");
        Form plain = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
        byte[] group = plain(meta, plain);
        ByteBuffer length =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(group.length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(plain(new DataSetTree().bytes(0x00020000, "UL", length.array()), plain));
        file.writeBytes(group);
        file.writeBytes(dataSet(tree, form));
        return file.toByteArray();
    }

    /** Whether a writer with this knowledge gives the element its VR. */
    static boolean knows(Knowledge knowledge, Element element) {
        if (knowledge == Knowledge.EVERYTHING) {
            return true;
        }
        if (element.isPrivate()) {
            return false;
        }
        int group = element.tag() >>> 16;
        if (knowledge == Knowledge.NOTHING) {
            return group % 2 == 1 || group == 0x7FE0;
        }
        // What every writer has known from the first edition on: who it is, and how pixels are to be read.
        boolean old = group % 2 == 1 || group == 0x0008 || group == 0x0028 || group == 0x7FE0;
        return knowledge == Knowledge.STANDARD || old || (element.tag() & 0xFF) % 3 != 0;
    }

    private static byte[] plain(DataSetTree tree, Form form) {
        try {
            Transcoder transcoder = new Transcoder(form, form.syntax);
            transcoder.elements(tree);
            return transcoder.out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void elements(DataSetTree tree) throws IOException {
        for (Element element : tree.elements()) {
            element(element);
        }
    }

    private void element(Element element) throws IOException {
        boolean unknown = !syntax.implicit() && !knows(form.knowledge, element);
        String vr = unknown ? "UN" : element.vr();
        List<DataSetTree> items = element.items();
        if (items == null) {
            encoder.header(element.tag(), vr, element.value().length);
            boolean swap = syntax.bigEndian() && !unknown;
            out.write(swap ? DataSetEncoder.swapped(element.vr(), element.value()) : element.value());
            return;
        }
        // The items of UN are in implicit VR little endian, whatever is around them: PS3.5 6.2.2.
        Transcoder inside = new Transcoder(form, unknown ? Syntax.IMPLICIT_LITTLE_ENDIAN : syntax);
        inside.turn = turn;
        boolean undefined = undefinedLength();
        for (DataSetTree item : items) {
            inside.item(item);
        }
        encoder.header(element.tag(), vr, undefined ? DataSetEncoder.UNDEFINED_LENGTH : inside.out.size());
        inside.out.writeTo(out);
        if (undefined) {
            (unknown ? inside : this).delimit(out, DataSetEncoder.SEQUENCE_DELIMITATION);
        }
    }

    private void item(DataSetTree item) throws IOException {
        Transcoder inside = new Transcoder(form, syntax);
        inside.turn = turn;
        boolean undefined = undefinedLength();
        inside.elements(item);
        encoder.delimiter(DataSetEncoder.ITEM, undefined ? DataSetEncoder.UNDEFINED_LENGTH : inside.out.size());
        inside.out.writeTo(out);
        if (undefined) {
            encoder.delimiter(DataSetEncoder.ITEM_DELIMITATION, 0);
        }
    }

    private void delimit(ByteArrayOutputStream to, int tag) throws IOException {
        new DataSetEncoder(to, syntax).delimiter(tag, 0);
    }

    private boolean undefinedLength() {
        turn++;
        return switch (form.lengths) {
            case DEFINED -> false;
            case UNDEFINED -> true;
            case MIXED -> turn % 3 == 0 || turn % 5 == 0;
        };
    }

    private static String text(DataSetTree tree, int tag) {
        for (Element element : tree.elements()) {
            if (element.tag() == tag) {
                return new String(element.value(), StandardCharsets.ISO_8859_1).replace("\0", "");
            }
        }
        throw new IllegalArgumentException("no element " + Integer.toHexString(tag));
    }
}

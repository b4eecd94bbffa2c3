package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Private creators that an editor has changed, held back until the first element of their group shows whether anything of it
 * stays: then they stay as they came, for a private block means nothing without its creator (PS3.5 7.8.1).
 */
final class HeldCreators {
    /** Bytes of an element that can be a creator: an LO has 64 characters. What is longer is none, and not worth the memory. */
    private static final int LONGEST = 512;

    private record Held(int tag, byte[] asItCame, byte[] edited) {}

    private final boolean holds;
    private final List<Held> held = new ArrayList<>();
    private int group;

    /** @param header those at its end that were changed, and whose group goes on behind it, are the first to be held */
    HeldCreators(HeaderEdit header) {
        this.holds = header.keepsCreators();
        for (int i : goingOn(header)) {
            byte[] bytes = header.header().bytes();
            hold(
                    header.tag(i),
                    slice(bytes, header.header().start(i), header.header().end(i)),
                    header.changes().heldBack(i));
        }
    }

    /** The creators that were removed from a header, or held back, in the group in which the bulk element behind it stands. */
    static List<Integer> goingOn(HeaderEdit edit) {
        Header header = edit.header();
        List<Integer> creators = new ArrayList<>();
        if (!edit.keepsCreators() || !header.endsBeforeBulk() || !Tag.isPrivate(header.bulkTag())) {
            return creators;
        }
        for (int i = 0; i < header.size(); i = header.subtreeEnd(i)) {
            boolean sameGroup = Tag.group(header.tag(i)) == Tag.group(header.bulkTag());
            if (sameGroup
                    && Tag.isPrivateCreator(header.tag(i))
                    && edit.changes().isRemoved(i)) {
                creators.add(i);
            }
        }
        return creators;
    }

    private void hold(int tag, byte[] asItCame, byte[] edited) {
        group = Tag.group(tag);
        held.add(new Held(tag, asItCame, edited));
    }

    /** Takes an element instead of its being written, if it is a creator that must wait; those behind it wait too. */
    boolean take(HeaderEdit element) {
        int tag = element.tag(0);
        boolean waits = holds
                && Tag.isPrivateCreator(tag)
                && element.header().length() <= LONGEST
                && (!element.isEmpty() || !held.isEmpty());
        if (waits) {
            Header header = element.header();
            ByteArrayOutputStream edited = new ByteArrayOutputStream();
            try {
                element.writeTo(piece -> {
                    byte[] bytes = new byte[piece.remaining()];
                    piece.get(bytes);
                    edited.writeBytes(bytes);
                });
            } catch (IOException e) {
                throw new IllegalStateException("memory cannot fail to be written", e);
            }
            hold(tag, slice(header.bytes(), 0, header.length()), edited.toByteArray());
        }
        return waits;
    }

    /**
     * The next element begins: those of other groups are written as they were edited.
     *
     * @return whether any has been written
     */
    boolean next(int tag, ByteSink out) throws IOException {
        return !held.isEmpty() && Tag.group(tag) != group && end(out);
    }

    /**
     * An element that is no creator has been edited: if it is still there, the creators before it are as they came, but for
     * those of the blocks before its own, which have ended.
     *
     * @return whether any has been written for it
     */
    boolean edited(HeaderEdit element, ByteSink out) throws IOException {
        if (held.isEmpty() || !element.present(0) || Tag.isPrivateCreator(element.tag(0))) {
            return false;
        }
        int block = Tag.element(element.tag(0)) >>> 8;
        for (Held one : held) {
            byte[] bytes = Tag.element(one.tag) < block ? one.edited : one.asItCame;
            if (bytes.length > 0) {
                out.write(ByteBuffer.wrap(bytes));
            }
        }
        held.clear();
        return true;
    }

    /**
     * Nothing of their group has stayed.
     *
     * @return whether any has been written
     */
    boolean end(ByteSink out) throws IOException {
        boolean written = false;
        for (Held one : held) {
            if (one.edited.length > 0) {
                out.write(ByteBuffer.wrap(one.edited));
                written = true;
            }
        }
        held.clear();
        return written;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}

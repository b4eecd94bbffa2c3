package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction.Kind;

/**
 * Edits what follows a header: the bulk element it ended before, and every later top-level element, until the data set ends.
 * Bulk values pass through in the buffers they come in. For one thread and one data set.
 *
 * <p>Each element is shown to an {@link ElementEditor} alone, as a header of one element and what is below it. Pixel data, and
 * values over 64 KiB that nobody needs, are shown without their value ({@link Header#isHeld}): they can be removed, blanked or replaced, not
 * read. Elements added to the header with a tag beyond its end are written at their place here.
 *
 * <p>A group length (gggg,0000, retired) that has passed before its group is edited cannot be corrected any more.
 */
public final class TailEditor {
    /** What is to become of a later element. */
    @FunctionalInterface
    public interface ElementEditor {
        /** May set, blank or remove element 0 and those below it. */
        void edit(HeaderEdit element) throws DataSetException;
    }

    private enum State {
        HEAD,
        HELD_ELEMENT,
        VALUE,
        FRAGMENT_HEAD,
        FRAGMENT
    }

    private final Header header;
    private final HeaderLimits limits;
    private final StopRule bulk;
    private final ElementEditor editor;
    private final BulkEditor values;
    private final EditedBytes headerBytes;
    private final Deque<AddedElement> additions;
    private final HeldCreators heldCreators;
    private final HeaderContext context;
    private final Map<Integer, String> creators = new HashMap<>();

    private final byte[] headBytes = new byte[ElementHead.LONGEST];
    private int headLength;
    private final ElementHead head = new ElementHead();
    private State state = State.HEAD;
    /** Looks at what passes by where its length may be letters. */
    private final ExplicitWatch explicitVr = new ExplicitWatch();
    /** Bytes of the current value or fragment still to come. */
    private long remaining;
    /** Whether the current bulk value is written, or left out because it was replaced. */
    private boolean passing;
    /** Who writes the current bulk value instead of its passing. */
    private BulkEditor.@Nullable Passing taken;

    private @Nullable HeaderReader held;
    private final Contradictions contradictions;
    private final HeadChecks checks;
    private int lastTag;
    private boolean changed;
    /** Where the current top-level element stands in the data set, and, as far as that is known, the next one. */
    private long start;

    private long nextStart;

    /**
     * Made by {@link HeaderReader#tail}.
     *
     * @param header the finished edit of the header; it is not written here
     * @param bulk which values pass by
     * @param values what changes them as they do
     * @param contradictions where what contradicts PS3.5 is noted
     */
    TailEditor(
            HeaderEdit header,
            HeaderLimits limits,
            StopRule bulk,
            ElementEditor editor,
            BulkEditor values,
            Contradictions contradictions) {
        this.header = header.header();
        this.limits = limits;
        this.bulk = bulk;
        this.editor = editor;
        this.values = values;
        this.contradictions = contradictions;
        this.checks = new HeadChecks(head, contradictions, this::contradiction);
        this.lastTag = this.header.table().lastTopLevelTag();
        this.headerBytes = new EditedBytes(header);
        this.additions = new ArrayDeque<>(headerBytes.lateAdditions());
        this.changed = !additions.isEmpty();
        this.heldCreators = new HeldCreators(header);
        this.context = new HeaderContext(this.header.characterSet(), this::creator);
        this.nextStart = this.header.length();
    }

    /** Takes all of {@code in}, which continues the data set behind the header, and writes what is ready. */
    public void accept(ByteBuffer in, ByteSink out) throws IOException, DataSetException {
        while (in.hasRemaining()) {
            switch (state) {
                case HEAD -> head(in, out);
                case HELD_ELEMENT -> heldElement(in, out);
                case VALUE -> pass(in, out, State.HEAD);
                case FRAGMENT_HEAD -> fragmentHead(in, out);
                case FRAGMENT -> pass(in, out, State.FRAGMENT_HEAD);
            }
        }
    }

    /**
     * How many of the next bytes pass on as they are, whatever they hold: whoever has them may move them without showing
     * them here, and then says so with {@link #passed}. 0 unless in the middle of a bulk value.
     */
    public long passing() {
        return passing && taken == null && !explicitVr.isWatching() && (state == State.VALUE || state == State.FRAGMENT)
                ? remaining
                : 0;
    }

    /** Whether the data set may end with the last of the bytes that are {@link #passing()}, and nothing is to follow. */
    public boolean mayEnd() {
        return state == State.VALUE && additions.isEmpty();
    }

    /** Says that so many of the bytes that are {@link #passing()} have gone another way. */
    public void passed(long count) {
        remaining -= count;
        if (remaining == 0) {
            state = state == State.VALUE ? State.HEAD : State.FRAGMENT_HEAD;
        }
    }

    /** Whether what has been written so far, or will be at its place, is anything else than what came. */
    public boolean changed() {
        return changed;
    }

    /** Says that the data set has ended, and writes what was waiting for that. */
    public void end(ByteSink out) throws IOException, DataSetException {
        HeaderReader reader = held;
        if (reader != null) {
            reader.end();
            edit(reader.header(), out);
        } else if (state != State.HEAD) {
            if (head.maybeExplicit) {
                checks.explicitVr();
            }
            throw new DataSetException(
                    DataSetException.tag(head.tag), start, "the data set ends before its last element does");
        } else if (headLength > 0) {
            String detail = "the data set ends with " + headLength + " bytes that are no whole element";
            contradictions.add(new Contradiction(Kind.TRAILING_BYTES, "", nextStart, detail));
            throw new DataSetException("", nextStart, detail);
        }
        changed |= heldCreators.end(out);
        addBefore(null, out);
        values.end();
    }

    /** Has a top-level element's head and place checked; what is in it, its own reader has. */
    private void check() {
        int before = lastTag;
        lastTag = head.tag;
        if (checks.padding(start)) {
            return;
        }
        checks.group();
        if (checks.order(before) && header.find(head.tag) >= 0) {
            checks.duplicate();
        }
    }

    private void checkBulk() {
        checks.encoding(header.syntax().explicitVr());
        checks.undefinedLength();
        if (!head.undefinedLength()) {
            checks.evenLength(head.length);
        }
    }

    private Contradiction contradiction(Kind kind, String detail) {
        long at = state == State.FRAGMENT_HEAD ? nextStart : start;
        return new Contradiction(kind, DataSetException.tag(head.tag), at, detail);
    }

    private void head(ByteBuffer in, ByteSink out) throws IOException, DataSetException {
        headBytes[headLength++] = in.get();
        if (!head.read(
                headBytes,
                0,
                headLength,
                header.syntax().explicitVr(),
                header.syntax().bigEndian())) {
            return;
        }
        start = nextStart;
        if (Tag.group(head.tag) == Tag.DELIMITER_GROUP) {
            throw new DataSetException("", start, "expected an element, found " + DataSetException.tag(head.tag));
        }
        check();
        changed |= heldCreators.next(head.tag, out);
        addBefore(head.tag, out);
        head.holdsItems = head.isLargeOfPrivateBlock() && isKnownSequence();
        if (bulk.stopsBefore(head, start)) {
            checkBulk();
            bulk(out);
        } else {
            held = HeaderReader.ofElement(header.syntax(), limits, context, start, contradictions);
            state = State.HELD_ELEMENT;
            heldElement(takeHead(), out);
        }
    }

    /** Shows the editor an element without its value, and passes the value on unless it was changed. */
    private void bulk(ByteSink out) throws IOException, DataSetException {
        ElementTable table = new ElementTable(1);
        int element = table.add(head, 0, ElementTable.NONE, 0, header.syntax().bigEndian());
        int headSize = head.size();
        table.end(
                element,
                head.isFragments() ? Integer.MAX_VALUE : (int) Math.min(headSize + head.length, Integer.MAX_VALUE));
        Header alone = new Header(header.syntax(), headBytes.clone(), headSize, table, 0, false, context);
        HeaderEdit edit = new HeaderEdit(alone);
        editor.edit(edit);
        changed |= heldCreators.edited(edit, out);
        passing = edit.isEmpty();
        changed |= !passing;
        ByteBuffer headRead = takeHead();
        ByteBuffer valueRead = headRead.slice(headSize, headRead.remaining() - headSize);
        explicitVr.begin(head);
        watch(valueRead);
        nextStart = start + headSize + (head.isFragments() ? 0 : head.length);
        taken = passing ? taker() : null;
        out.write(
                passing ? passedHead(headRead.limit(headSize)) : ByteBuffer.wrap(new EditedBytes(edit).bytes(element)));
        remaining = head.isFragments() ? 0 : head.length - valueRead.remaining();
        if (passing && valueRead.hasRemaining()) {
            write(valueRead, out);
        }
        state = head.isFragments() ? State.FRAGMENT_HEAD : State.VALUE;
        if (state == State.VALUE && remaining == 0) {
            endValue(State.HEAD, out);
        }
    }

    private BulkEditor.@Nullable Passing taker() throws DataSetException {
        BulkEditor.Passing taker = values.begin(
                        head.tag, head.vr, head.isFragments() ? BulkEditor.FRAGMENTS : head.length)
                .orElse(null);
        changed |= taker != null;
        return taker;
    }

    private ByteBuffer passedHead(ByteBuffer came) {
        return Optional.ofNullable(taken)
                .flatMap(BulkEditor.Passing::head)
                .map(other -> ElementWriter.head(head.tag, other, header.syntax()))
                .orElse(came);
    }

    /** The bytes of a value that is not left out, by way of who has taken it. */
    private void write(ByteBuffer value, ByteSink out) throws IOException, DataSetException {
        if (taken == null) {
            out.write(value);
        } else {
            taken.accept(value, out);
        }
    }

    private void endValue(State next, ByteSink out) throws IOException, DataSetException {
        state = next;
        if (taken != null && next == State.HEAD) {
            taken.end(out);
            taken = null;
        }
    }

    private void heldElement(ByteBuffer in, ByteSink out) throws IOException, DataSetException {
        HeaderReader reader = held;
        if (reader == null || !reader.accept(in)) {
            return;
        }
        edit(reader.header(), out);
        reader.giveBack();
        held = null;
        state = State.HEAD;
        ByteBuffer next = reader.overshoot();
        while (next.hasRemaining()) {
            head(next, out);
        }
    }

    private void edit(Header element, ByteSink out) throws IOException, DataSetException {
        if (Tag.isPrivateCreator(element.tag(0))) {
            creators.put(element.tag(0), element.text(0).strip());
        }
        HeaderEdit edit = new HeaderEdit(element);
        editor.edit(edit);
        changed |= !edit.isEmpty();
        if (!heldCreators.take(edit)) {
            changed |= heldCreators.edited(edit, out);
            edit.writeTo(out);
        }
        nextStart = start + element.length();
    }

    private void fragmentHead(ByteBuffer in, ByteSink out) throws IOException, DataSetException {
        headBytes[headLength++] = in.get();
        if (headLength < 8) {
            return;
        }
        boolean bigEndian = header.syntax().bigEndian();
        int tag = Bytes.tag(headBytes, 0, bigEndian);
        remaining = Bytes.int32(headBytes, 4, bigEndian) & ElementHead.UNDEFINED;
        boolean last = tag == Tag.SEQUENCE_DELIMITATION_ITEM;
        if (!last && (tag != Tag.ITEM || remaining == ElementHead.UNDEFINED)) {
            throw new DataSetException(
                    DataSetException.tag(head.tag),
                    nextStart,
                    "expected a fragment or the end of them, found " + DataSetException.tag(tag));
        }
        if (last) {
            checks.delimiter(remaining);
        } else {
            checks.evenLength(remaining);
        }
        nextStart += 8 + (last ? 0 : remaining);
        ByteBuffer bytes = takeHead();
        if (passing && taken == null) {
            out.write(bytes);
        } else if (taken != null && !last) {
            taken.fragment(remaining);
        }
        if (last) {
            endValue(State.HEAD, out);
        } else {
            state = remaining == 0 ? State.FRAGMENT_HEAD : State.FRAGMENT;
        }
    }

    private void pass(ByteBuffer in, ByteSink out, State next) throws IOException, DataSetException {
        int count = (int) Math.min(remaining, in.remaining());
        int limit = in.limit();
        in.limit(in.position() + count);
        watch(in);
        if (passing) {
            write(in, out);
        }
        in.position(in.limit());
        in.limit(limit);
        remaining -= count;
        if (remaining == 0) {
            endValue(next, out);
        }
    }

    private boolean isKnownSequence() {
        String creator = creator(Tag.creatorOf(head.tag));
        return creator != null && PrivateDictionary.standard().vr(creator, head.tag) == Vr.SQ;
    }

    private void watch(ByteBuffer value) {
        if (explicitVr.isWatching() && explicitVr.isFoundIn(value)) {
            checks.explicitVr();
        }
    }

    private void addBefore(@Nullable Integer tag, ByteSink out) throws IOException {
        AddedElement next = additions.peek();
        while (next != null && (tag == null || Integer.compareUnsigned(next.tag, tag) < 0)) {
            out.write(ByteBuffer.wrap(headerBytes.bytes(next)));
            additions.remove();
            next = additions.peek();
        }
    }

    private ByteBuffer takeHead() {
        ByteBuffer bytes = ByteBuffer.wrap(headBytes.clone(), 0, headLength);
        headLength = 0;
        return bytes;
    }

    private @Nullable String creator(int tag) {
        String later = creators.get(tag);
        if (later != null) {
            return later;
        }
        int earlier = header.find(tag);
        return earlier < 0 ? null : header.text(earlier).strip();
    }
}

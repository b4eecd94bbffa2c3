package org.sluice.recipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.Contradictions;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Deflation;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.pixel.PixelScrub;
import org.sluice.pixel.ScrubOrder;
import org.sluice.recipe.action.ActionTrace;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.action.LateActionException;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Use;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.FrameLook;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Reading;

/**
 * One instance on its way through one recipe: its bytes go in, and the verdict, the coordinates and the edits come out. Every
 * entrance of Sluice uses this, so the same instance gets the same answer at each. For one thread.
 *
 * <p>An instance that arrives is given piece by piece to {@link #accept}, until it can be decided; what follows then goes
 * through {@link #tail}. One that is stored is read to its end by {@link #read}, and written by {@link #write}. Filters, lists
 * and variables see every element that has been read, of bulk values only that they are there; see {@link
 * CompiledRecipe#needsWholeDataSet} for the recipes that need {@link #read}.
 *
 * <p>What contradicts PS3.5 shows in {@link #contradictions}; whoever screens decides what that means, before the verdict.
 */
public final class Screening {
    private final CompiledRecipe recipe;
    private final HeaderLimits limits;
    private final TransferSyntax syntax;
    private final HeaderReader reader;
    private final Supplier<Header> meta;
    private final boolean needsWholeDataSet;
    /** Whether the UIDs that the instance goes by can be looked for: its header was read, and is not empty. */
    private boolean hasIdentity;

    private FrameLook frames = FrameLook.NONE;

    /** Everything that was read, where that is more than the header. */
    private Optional<Header> whole = Optional.empty();

    /**
     * Nothing read yet.
     *
     * @param meta gives the file meta information when something asks for it, the same each time
     * @param variables that {@link #edit} will be given; the elements they look at are read
     */
    Screening(
            CompiledRecipe recipe,
            TransferSyntax syntax,
            Supplier<Header> meta,
            Variables variables,
            HeaderLimits limits,
            HeaderRoom room) {
        this(
                recipe,
                syntax,
                meta,
                limits,
                recipe.needsWholeDataSet(),
                new HeaderReader(syntax, limits, recipe.lastTagNeeded(variables), room));
    }

    /** One that other recipes than the first look at, too. */
    Screening(
            CompiledRecipe first,
            TransferSyntax syntax,
            Supplier<Header> meta,
            Needs needs,
            HeaderLimits limits,
            HeaderRoom room) {
        this(
                first,
                syntax,
                meta,
                limits,
                needs.wholeDataSet(),
                new HeaderReader(syntax, limits, needs.lastTag(), room));
    }

    /**
     * How much of an instance recipes have to see.
     *
     * @param lastTag the largest top-level tag
     * @param wholeDataSet whether they ask for pixel data, or for what follows it
     */
    public record Needs(int lastTag, boolean wholeDataSet) {
        /** All that describes the pixel data: what {@link #scrub} looks at. */
        public static final Needs OF_PIXELS = new Needs(Tag.LAST_OF_IMAGE, false);

        /** What these and others need. */
        public Needs and(Needs other) {
            int last = Integer.compareUnsigned(other.lastTag, lastTag) > 0 ? other.lastTag : lastTag;
            return new Needs(last, wholeDataSet || other.wholeDataSet);
        }
    }

    private Screening(
            CompiledRecipe recipe,
            TransferSyntax syntax,
            Supplier<Header> meta,
            HeaderLimits limits,
            boolean needsWholeDataSet,
            HeaderReader reader) {
        this.recipe = recipe;
        this.needsWholeDataSet = needsWholeDataSet;
        this.limits = limits;
        this.syntax = syntax;
        this.meta = meta;
        this.reader = reader;
    }

    /** One that holds all of an instance, pixel data too. */
    static Screening holdingAll(
            CompiledRecipe recipe, TransferSyntax syntax, Supplier<Header> meta, HeaderLimits limits) {
        return new Screening(
                recipe, syntax, meta, limits, recipe.needsWholeDataSet(), HeaderReader.ofWhole(syntax, limits));
    }

    // ---- an instance that arrives

    /**
     * Takes bytes until the instance can be decided or none remain.
     *
     * @return whether it can be decided; {@code in} then stands behind what was needed, see {@link #overshoot}
     * @throws DataSetException when it cannot be read
     */
    public boolean accept(ByteBuffer in) throws DataSetException {
        boolean complete = reader.accept(in);
        if (complete) {
            checkIdentity();
        }
        return complete;
    }

    /** Says that the data set has ended; does nothing when it could be decided before. */
    public void end() throws DataSetException {
        if (reader.complete().isEmpty()) {
            reader.end();
            checkIdentity();
        }
    }

    /** All bytes taken so far: with what {@link #accept} left they are the beginning of the data set. */
    public ByteBuffer taken() {
        return reader.taken();
    }

    /** Bytes behind the header that were taken with it; what {@link #accept} left follows them. */
    public ByteBuffer overshoot() {
        return reader.overshoot();
    }

    /** What edits the rest of the data set as it comes, beginning with {@link #overshoot}. */
    public TailEditor tail(HeaderEdits edits) {
        TailEditor.ElementEditor editor = edits.later();
        return reader.tail(
                edits.dataSet(),
                element -> {
                    editor.edit(element);
                    requireSameName(element);
                },
                edits.values());
    }

    /** The C-STORE request, or the file's beginning, is made by now: behind the header no other UID can be given. */
    private void requireSameName(HeaderEdit element) throws LateActionException {
        int tag = element.header().tag(0);
        boolean name = tag == Tag.SOP_CLASS_UID || tag == Tag.SOP_INSTANCE_UID;
        if (name && isStrict() && !element.isEmpty() && reader.header().find(tag) < 0) {
            throw new LateActionException(
                    new ActionException(Tag.format(tag) + ": stands behind the header, and cannot be changed there"));
        }
    }

    // ---- an instance that is stored

    /**
     * Reads all of a stored data set, passing over bulk values.
     *
     * @throws DataSetException when it cannot be read, or all that is not bulk is too large to be held
     */
    public void read(DataSetPieces.Source source) throws IOException, DataSetException {
        read(source, source);
    }

    /**
     * The same of one that is read otherwise when frames are looked at.
     *
     * @param later opened behind the end of this, as often as need be
     */
    void read(DataSetPieces.Source source, DataSetPieces.Source later) throws IOException, DataSetException {
        frames = new TextInFrames(later, syntax, limits.memory());
        try (DataSetPieces pieces = source.open()) {
            ByteBuffer left = reader.read(pieces);
            if (reader.header().endsBeforeBulk() && (isStrict() || needsWholeDataSet)) {
                readRest(left, pieces);
            }
            checkIdentity();
            if (pieces.trailing() > 0) {
                String detail = pieces.trailing() + " bytes follow the end of the deflated data set";
                contradictions().add(new Contradiction(Contradiction.Kind.TRAILING_BYTES, "", -1, detail));
            }
        }
    }

    private void readRest(ByteBuffer left, DataSetPieces pieces) throws IOException, DataSetException {
        WholeDataSet all;
        try {
            all = new WholeDataSet(reader, limits);
            all.accept(left);
            all.read(pieces);
        } catch (DataSetException e) {
            // Its UIDs may stand where nobody has read.
            if (contradictions().isEmpty()) {
                checkIdentity();
            }
            throw e;
        }
        if (needsWholeDataSet || all.hasEarlierTags()) {
            whole = Optional.of(all.header());
        }
    }

    /**
     * Writes a data set that was {@linkplain #read read}, with its edits, deflated if it was.
     *
     * @param source the same as was read
     * @return whether what is written is anything else than what was read
     */
    public boolean write(HeaderEdits edits, DataSetPieces.Source source, ByteSink out)
            throws IOException, DataSetException {
        if (!syntax.deflated()) {
            return writeInflated(edits, source, out);
        }
        try (Deflation deflated = new Deflation(out)) {
            boolean changed = writeInflated(edits, source, deflated);
            deflated.finish();
            return changed;
        }
    }

    /** The same without deflating it. */
    boolean writeInflated(HeaderEdits edits, DataSetPieces.Source source, ByteSink out)
            throws IOException, DataSetException {
        edits.dataSet().writeTo(out);
        TailEditor tail = tail(edits);
        try (DataSetPieces pieces = source.open()) {
            long unread = reader.header().length();
            while (unread > 0) {
                long skipped = pieces.skip(unread);
                unread -= skipped;
                if (skipped == 0) {
                    ByteBuffer bytes = pieces.next();
                    if (bytes == null) {
                        throw new IOException("the data set is shorter than it was");
                    }
                    int count = (int) Math.min(unread, bytes.remaining());
                    unread -= count;
                    tail.accept(bytes.position(bytes.position() + count), out);
                }
            }
            for (@Nullable ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
                tail.accept(bytes, out);
            }
        }
        tail.end(out);
        return tail.changed() || !edits.dataSet().isEmpty();
    }

    // ---- what comes out

    /** The header, as far as {@link #accept} or {@link #read} got; empty when it is not complete. */
    public Optional<Header> header() {
        return reader.complete();
    }

    /** What has been found so far that contradicts PS3.5; {@link #tail} adds to it. */
    public Contradictions contradictions() {
        return reader.contradictions();
    }

    /** Notes it when a C-STORE request names another SOP class or instance than the data set, PS3.4 B.2.1. */
    public void compareWithCommand(String requestedClassUid, String requestedInstanceUid) {
        compareWithCommand(Tag.SOP_CLASS_UID, requestedClassUid);
        compareWithCommand(Tag.SOP_INSTANCE_UID, requestedInstanceUid);
    }

    private void compareWithCommand(int tag, String requested) {
        String found = hasIdentity ? ScreenedInstance.uid(dataSetWith(tag), tag) : "";
        if (!found.isEmpty() && !found.equals(requested)) {
            note(
                    Contradiction.Kind.OTHER_UID_IN_COMMAND,
                    tag,
                    "expected the UID of the C-STORE request, found another");
        }
    }

    /**
     * What the filters say.
     *
     * @throws EvaluationException when they cannot say: the instance must not pass
     */
    public Verdict verdict(Occurrences occurrences) {
        return verdict(recipe, Use.of(occurrences));
    }

    /**
     * What the filters of another recipe say, of whose {@link Needs} it was told, or which is only tried.
     *
     * @throws EvaluationException when they cannot say: the instance must not pass
     */
    public Verdict verdict(CompiledRecipe other, Use use) {
        return other.evaluate(seen(), use);
    }

    /**
     * What the header actions make of it.
     *
     * @throws ActionException when one could not do what it says; nothing of the run counts then
     */
    public HeaderEdits edit(Variables variables) throws ActionException {
        return edit(recipe, variables);
    }

    /**
     * What the header actions of another recipe make of it, of whose {@link Needs} it was told.
     *
     * @throws ActionException when one could not do what it says; nothing of the run counts then
     */
    public HeaderEdits edit(CompiledRecipe other, Variables variables) throws ActionException {
        return other.edit(new Instance(meta, reader.header()), seen(), variables);
    }

    /** What the header actions make of it, noting which line changed what. */
    HeaderEdits edit(Variables variables, ActionTrace trace) throws ActionException {
        return recipe.edit(new Instance(meta, reader.header()), seen(), variables, trace);
    }

    /**
     * Has pixel data blanked when the edits are written: the regions of some matches, in their order. The header was read up to
     * {@link Tag#LAST_OF_IMAGE}.
     *
     * @param edits that also get what marks the instance as blanked
     * @return what will be done
     * @throws DataSetException that cannot be done, as far as the header shows
     */
    public PixelScrub scrub(HeaderEdits edits, List<Match> matches, ScrubOrder.Colour colour) throws DataSetException {
        PixelScrub scrub =
                PixelScrub.of(reader.header(), new ScrubOrder(MatchedRegions.of(matches), colour), limits.memory());
        scrub.mark(edits.dataSet());
        edits.changeBehind(scrub::edit, scrub);
        return scrub;
    }

    /** Whether the recipe was read strictly: then what contradicts PS3.5 stops the instance. */
    boolean isStrict() {
        return recipe.reading() == Reading.STRICT;
    }

    private Instance seen() {
        return new Instance(meta, whole.orElseGet(reader::header), frames);
    }

    private void checkIdentity() {
        if (reader.header().size() == 0 && !reader.header().endsBeforeBulk()) {
            contradictions()
                    .add(new Contradiction(Contradiction.Kind.EMPTY_DATA_SET, "", 0, "expected elements, found none"));
            return;
        }
        hasIdentity = true;
        requireUid(Tag.SOP_CLASS_UID);
        requireUid(Tag.SOP_INSTANCE_UID);
    }

    private void requireUid(int tag) {
        Header dataSet = dataSetWith(tag);
        int found = dataSet.find(tag);
        if (found < 0 || !dataSet.isUid(found)) {
            note(Contradiction.Kind.MISSING_UID, tag, "expected a valid UID, found none");
        }
    }

    private void note(Contradiction.Kind kind, int tag, String detail) {
        contradictions().add(new Contradiction(kind, Tag.format(tag), -1, detail));
    }

    /** The header, or all that was read if the element stands behind it. */
    private Header dataSetWith(int tag) {
        return whole.isPresent() && reader.header().find(tag) < 0 ? whole.get() : reader.header();
    }
}
